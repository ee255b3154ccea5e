"""When a shop is open: the clock on its wall decides."""

import datetime as dt

import pytest
from django.utils import translation

from kit.clock import BRUSSELS, in_brussels
from shops.rules.business_number import formatted_enterprise_number
from shops.rules.opening_hours import Stretch, exceptions_ahead, runs_of_the_week, schedule_of, state_at
from shops.storefront import words

MONDAY = dt.date(2026, 11, 23)
CHRISTMAS = dt.date(2026, 12, 25)  # a Friday


def _t(text):
    return dt.time.fromisoformat(text)


def _at(day, time):
    return dt.datetime.combine(day, _t(time), BRUSSELS)


LUNCH_BREAK = schedule_of(
    ordinary=[
        (3, Stretch(_t("14:00"), _t("18:30"))),
        (2, Stretch(_t("10:00"), _t("18:00"))),
        (3, Stretch(_t("10:00"), _t("12:30"))),
        (6, Stretch(_t("09:00"), _t("12:00"))),
        (6, Stretch(_t("12:00"), _t("17:00"))),
        (5, Stretch(_t("10:00"), _t("18:00"))),
        (7, Stretch(_t("10:00"), _t("13:00"))),
    ],
    exceptions=[
        (CHRISTMAS, None, None, "Christmas"),
        (dt.date(2026, 12, 24), _t("08:00"), _t("16:00"), ""),
    ],
)
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY = (MONDAY + dt.timedelta(days=n) for n in (1, 2, 3, 5, 6))


@pytest.mark.parametrize(
    ("day", "time", "closes"),
    [
        pytest.param(TUESDAY, "10:00", "18:00", id="from the very minute"),
        pytest.param(TUESDAY, "17:59", "18:00", id="to the last minute"),
        pytest.param(WEDNESDAY, "12:29", "12:30", id="before the break"),
        pytest.param(WEDNESDAY, "14:00", "18:30", id="after the break"),
        pytest.param(SATURDAY, "11:00", "17:00", id="two stretches that touch are one"),
        pytest.param(dt.date(2026, 12, 24), "09:00", "16:00", id="an exception opens a closed Thursday"),
    ],
)
def test_the_shop_is_open_until_it_closes(day, time, closes):
    state = state_at(LUNCH_BREAK, _at(day, time))

    assert state.is_open
    assert state.closes_at == _at(day, closes)


@pytest.mark.parametrize(
    ("day", "time", "opens"),
    [
        pytest.param(TUESDAY, "09:59", _at(TUESDAY, "10:00"), id="before it opens"),
        pytest.param(TUESDAY, "18:00", _at(WEDNESDAY, "10:00"), id="the minute it closes"),
        pytest.param(WEDNESDAY, "12:30", _at(WEDNESDAY, "14:00"), id="during the break"),
        pytest.param(MONDAY, "12:00", _at(TUESDAY, "10:00"), id="a closed day"),
        pytest.param(CHRISTMAS, "11:00", _at(CHRISTMAS + dt.timedelta(days=1), "09:00"), id="a holiday"),
        pytest.param(SUNDAY, "20:00", _at(SUNDAY + dt.timedelta(days=2), "10:00"), id="over the weekend"),
    ],
)
def test_a_closed_shop_says_when_it_opens(day, time, opens):
    state = state_at(LUNCH_BREAK, _at(day, time))

    assert not state.is_open
    assert state.opens_at == opens


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        pytest.param("2027-03-28T07:59", False, id="spring: 9:59 on the wall"),
        pytest.param("2027-03-28T08:00", True, id="spring: 10:00 on the wall"),
        pytest.param("2027-03-28T10:59", True, id="spring: 12:59 on the wall"),
        pytest.param("2027-03-28T11:00", False, id="spring: 13:00 on the wall"),
        pytest.param("2027-10-31T08:59", False, id="autumn: 9:59 on the wall"),
        pytest.param("2027-10-31T09:00", True, id="autumn: 10:00 on the wall"),
        pytest.param("2027-10-31T11:59", True, id="autumn: 12:59 on the wall"),
        pytest.param("2027-10-31T12:00", False, id="autumn: 13:00 on the wall"),
        pytest.param("2027-10-30T08:00", True, id="the day before autumn: 10:00 on the wall"),
    ],
)
def test_the_wall_clock_counts_on_the_days_it_is_changed(utc, is_open):
    moment = in_brussels(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC))

    assert state_at(LUNCH_BREAK, moment).is_open is is_open


def test_next_opening_over_the_change_of_the_clock_is_right_in_utc():
    evening_before = _at(dt.date(2027, 3, 27), "20:00")

    opens = state_at(LUNCH_BREAK, evening_before).opens_at

    assert opens.astimezone(dt.UTC) == dt.datetime(2027, 3, 28, 8, 0, tzinfo=dt.UTC)


def test_a_shop_without_hours_says_nothing_and_one_that_never_opens_soon_says_so():
    silent = schedule_of(ordinary=[])
    far = schedule_of(ordinary=[], exceptions=[(MONDAY + dt.timedelta(days=40), _t("10:00"), _t("12:00"), "")])

    with translation.override("en"):
        assert words.opening(silent, _at(MONDAY, "12:00")).text == ""
        assert words.week_table(silent, MONDAY) == []
        assert words.opening(far, _at(MONDAY, "12:00")).text == "Closed for now"
    assert state_at(silent, _at(MONDAY, "12:00")).opens_at is None


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        (TUESDAY, "12:00", "Open until 18:00"),
        (TUESDAY, "08:00", "Closed, opens at 10:00"),
        (MONDAY, "08:00", "Closed, opens tomorrow at 10:00"),
        (SUNDAY, "18:00", "Closed, opens Tuesday at 10:00"),
    ],
)
def test_one_sentence_says_it(day, time, sentence):
    with translation.override("en"):
        assert words.opening(LUNCH_BREAK, _at(day, time)).text == sentence


def test_french_writes_hours_its_own_way():
    with translation.override("fr"):
        assert [words.hour(_t("10:00")), words.hour(_t("18:30"))] == ["10\u202fh", "18\u202fh\u202f30"]


def test_the_table_draws_equal_days_together_and_adds_what_is_unusual():
    schedule = schedule_of(
        ordinary=[(day, Stretch(_t("10:00"), _t("18:00"))) for day in range(2, 6)],
        exceptions=[(CHRISTMAS, None, None, "Christmas"), (dt.date(2027, 6, 1), None, None, "far away")],
    )

    with translation.override("en"):
        rows = words.week_table(schedule, dt.date(2026, 12, 22))

    assert [(row.day, row.text, row.note, row.is_today) for row in rows] == [
        ("Monday", "closed", "", False),
        ("Tuesday to Friday", "10:00 – 18:00", "", True),
        ("Saturday, Sunday", "closed", "", False),
        ("Friday 25 December", "closed", "Christmas", False),
    ]


def test_an_unusual_today_is_marked_instead_of_the_ordinary_one():
    with translation.override("en"):
        rows = words.week_table(LUNCH_BREAK, CHRISTMAS)

    assert [row.day for row in rows if row.is_today] == ["Friday 25 December"]


def test_runs_and_exceptions_are_in_order():
    assert [(run.first, run.last) for run in runs_of_the_week(LUNCH_BREAK)] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7)]
    assert [day.date.day for day in exceptions_ahead(LUNCH_BREAK, dt.date(2026, 12, 20))] == [24, 25]


@pytest.mark.parametrize(
    ("typed", "written"), [("0123456749", "0123.456.749"), ("BE 0123.456.749", "0123.456.749"), ("12", "12"), ("", "")]
)
def test_an_enterprise_number_is_written_in_groups(typed, written):
    assert formatted_enterprise_number(typed) == written
