"""Periods, parts that add up, and files that no spreadsheet can misread: no database."""

import datetime as dt
import io
import zipfile
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from payments.backoffice.money_export import as_csv, as_xlsx
from payments.backoffice.money_form import DaysForm
from payments.rules.movements import MARGIN, Check, Movement, check, part_of, slice_of, sums, sums_by_day, sums_by_rate
from payments.rules.periods import Period, named_period
from payments.rules.priced import Priced
from payments.selectors.movements import Books

DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("today", DAY, DAY, DAY),
        ("this_month", DAY, dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
        ("this_month", dt.date(2028, 2, 29), dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        ("last_month", dt.date(2027, 1, 31), dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("this_quarter", DAY, dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("last_quarter", dt.date(2026, 2, 1), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    ],
)
def test_named_periods(name, today, first, last) -> None:
    assert named_period(name, today=today) == Period(name, first, last)


def test_days_begin_and_end_on_the_wall_of_the_shop_when_the_clocks_change() -> None:
    period = Period("days", dt.date(2026, 10, 25), dt.date(2026, 10, 25))

    assert (period.begins_at.utcoffset(), period.ends_at.utcoffset()) == (dt.timedelta(hours=2), dt.timedelta(hours=1))
    assert (period.ends_at.astimezone(dt.UTC) - period.begins_at.astimezone(dt.UTC)) == dt.timedelta(hours=25)


SHARES = st.dictionaries(st.sampled_from([0, 600, 1200, 2100, MARGIN]), st.integers(1, 100_000), min_size=1)


@given(SHARES, st.lists(st.integers(0, 50_000), max_size=6))
def test_slices_add_up_to_the_shares(shares, steps) -> None:
    whole = sum(shares.values())
    stops = [0, *sorted(min(step, whole) for step in steps), whole]
    slices = [slice_of(shares, start=start, stop=stop, whole=whole) for start, stop in pairwise(stops)]

    assert [sum(each.values()) for each in slices] == [stop - start for start, stop in pairwise(stops)]
    assert {key: sum(each.get(key, 0) for each in slices) for key in shares} == shares


@given(SHARES, st.integers(0, 400_000))
def test_parts_are_of_their_shares(shares, amount) -> None:
    whole = sum(shares.values())
    parts = part_of(shares, amount=min(amount, whole), whole=whole)

    assert sum(parts.values()) == min(amount, whole)
    assert all(0 <= parts[key] <= shares[key] for key in parts)


@given(SHARES, st.lists(st.integers(1, 50_000), max_size=5))
def test_what_is_given_back_in_parts_leaves_no_vat(shares, steps) -> None:
    price = Priced(sum(shares.values()), dict(shares))
    movements = [price.move(price.total)]
    for step in steps:
        movements.append(price.move(-min(step, price.used)))
    movements.append(price.move(-price.used))

    assert sum(sum(gross.values()) for gross, _vat in movements) == 0
    assert sum(sum(vat.values()) for _gross, vat in movements) == 0
    assert not any(MARGIN in vat for _gross, vat in movements)


def test_delivery_of_margin_goods_alone_follows_them() -> None:
    alone, mixed = Priced(9500, {MARGIN: 9000}), Priced(10000, {MARGIN: 9000, 600: 500})
    alone.add_delivery(2100, 500)
    mixed.add_delivery(2100, 500)

    assert (alone.shares, mixed.shares) == ({MARGIN: 9500}, {MARGIN: 9000, 600: 500, 2100: 500})


def test_difference_without_a_reason_is_not_explained() -> None:
    stray = Movement(DAY, "other", "online:other", 500)
    found = check([stray], paid={}, refunded={}, numbers={}, reasons={})

    assert (found.difference, found.is_explained) == (500, False)


def test_sums_of_days_without_movement_are_left_out() -> None:
    one, two = Movement(DAY, "sale", "cash", 500, 500), Movement(DAY, "refund", "online:card", -200, -200, stripe_fee=-3)

    assert (sums([one, two]).left, list(sums_by_day([one, two])), sums_by_rate([one, two])) == (303, [DAY], [])


BAD = Books(
    [Movement(DAY, "sale", "online:card", 1290, 1290, number='=HYPERLINK("http://evil.test")', stripe_id="@SUM(A1)", payout="-2+3")],
    Check(0, 0, 1290, ()),
)


def test_no_text_becomes_a_formula_in_csv() -> None:
    text = as_csv(BAD, named_period("today", today=DAY)).decode("utf-8-sig")

    assert "'=HYPERLINK" in text
    assert "'@SUM(A1)" in text
    assert "'-2+3" in text
    assert "26/11/2026" in text
    assert ";12,90;" in text


def test_no_text_becomes_a_formula_in_a_workbook() -> None:
    book = zipfile.ZipFile(io.BytesIO(as_xlsx(BAD, named_period("today", today=DAY))))
    sheets = "".join(book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))

    assert "<f>" not in sheets
    assert "=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
    assert "<v>12.9</v>" in sheets


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_day_may_be_written_as_the_message_says_in_each_language(language) -> None:
    with translation.override(language):
        form = DaysForm({"first": "01/11/2026", "last": "24/12/2026"})
        assert form.is_valid(), form.errors
    assert form.cleaned_data == {"first": dt.date(2026, 11, 1), "last": dt.date(2026, 12, 24)}
