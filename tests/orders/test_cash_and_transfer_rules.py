"""Cash is rounded as the law says; the communication of a transfer checks itself."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.cash import cash_rounding, cash_total
from kit.clock import BRUSSELS
from orders.rules.transfer import reference_of, references_in, waiting_from, written_reference


@pytest.mark.parametrize(
    ("total", "paid"),
    [
        (1200, 1200),
        (1201, 1200),
        (1202, 1200),
        (1203, 1205),
        (1204, 1205),
        (1205, 1205),
        (1206, 1205),
        (1207, 1205),
        (1208, 1210),
        (1209, 1210),
    ],
)
def test_cash_goes_to_the_nearest_five_cents(total, paid):
    assert cash_total(total) == paid


@pytest.mark.parametrize("total", range(6))
def test_up_to_five_cents_nothing_is_rounded(total):
    assert cash_rounding(total) == 0


@given(st.integers(0, 10**9))
def test_rounding_is_never_more_than_two_cents_and_leaves_no_small_coin(total):
    assert abs(cash_rounding(total)) <= 2
    assert cash_total(total) % 5 == 0 or total < 5


@pytest.mark.parametrize("digits", ["090933755493", "000000009797", "000000000101"])  # law.md L22
def test_known_communications_are_valid(digits):
    assert references_in(written_reference(digits)) == [digits]


def test_first_reference_of_a_shop():
    assert written_reference(reference_of(1)) == "+++800/0000/00179+++"
    with pytest.raises(ValueError, match="0"):
        reference_of(0)
    with pytest.raises(ValueError, match="2000000000"):
        reference_of(2_000_000_000)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_transfers_never_share_a_reference(one, other):
    assert (reference_of(one) == reference_of(other)) is (one == other)


@given(st.integers(1, 10**9), st.integers(0, 11), st.integers(0, 9))
def test_a_wrong_digit_never_gives_another_valid_reference(serial, place, digit):
    right = reference_of(serial)
    wrong = f"{right[:place]}{digit}{right[place + 1 :]}"
    assert references_in(wrong) == ([right] if wrong == right else [])


@given(st.integers(1, 10**9), st.integers(0, 10))
def test_two_digits_exchanged_never_give_another_valid_reference(serial, place):
    right = reference_of(serial)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert references_in(wrong) == ([right] if wrong == right else [])


@pytest.mark.parametrize(
    "text", ["+++800/0000/00179+++", "***800/0000/00179***", "800000000179", "Merci! 800 0000 00179.", "ref 800/0000/00179"]
)
def test_communication_is_found_however_it_was_written(text):
    assert references_in(text) == ["800000000179"]


@pytest.mark.parametrize("text", ["", "8000000001790", "1800000000179", "+++800/0000/00180+++", "BE68 5390 0754 7034"])
def test_what_is_no_communication_is_left_alone(text):
    assert references_in(text) == []


def test_waiting_has_a_reminder_and_days_of_the_bank():
    thursday = dt.datetime(2026, 11, 26, 14, tzinfo=BRUSSELS)
    waiting = waiting_from(thursday, days=7)
    assert waiting.due_on == dt.date(2026, 12, 3)
    assert waiting.remind_at == dt.datetime(2026, 12, 1, 9, tzinfo=BRUSSELS)
    assert waiting.ends_at == dt.datetime(2026, 12, 7, 20, tzinfo=BRUSSELS)  # Friday and Monday


@given(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 23), st.integers(2, 30))
def test_reminder_comes_before_the_last_day_and_the_end_after_it(day, hour, days):
    moment = dt.datetime.combine(day, dt.time(hour), tzinfo=BRUSSELS)
    waiting = waiting_from(moment, days=days)
    assert moment < waiting.remind_at
    assert waiting.remind_at.date() < waiting.due_on < waiting.ends_at.date()
    assert waiting.ends_at.weekday() < 5
