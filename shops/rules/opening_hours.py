"""
When a shop is open. Pure functions over the clock on the shop's wall.

Every `datetime` here is aware and in the shop's own zone, so the days on which the clock is put
forward or back need no special case: what counts is what the clock on the wall says.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DAYS_AHEAD = 14  # how far "opens on ..." looks


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a day during which someone is behind the counter."""

    opens: dt.time
    closes: dt.time
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionalDay:
    """A day that differs from the ordinary week. No stretch: closed all day."""

    date: dt.date
    stretches: tuple[Stretch, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The ordinary week (Monday first, always seven days) and what differs from it."""

    week: tuple[tuple[Stretch, ...], ...]
    exceptions: Mapping[dt.date, ExceptionalDay] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Say whether the shop has told any hours at all."""
        return any(self.week) or any(day.stretches for day in self.exceptions.values())


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open until `closes_at`, or closed until `opens_at` (None: not within DAYS_AHEAD days)."""

    is_open: bool
    closes_at: dt.datetime | None = None
    opens_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DayRun:
    """Neighbouring days of the week with the same hours: 1 is Monday, 7 Sunday."""

    first: int
    last: int
    stretches: tuple[Stretch, ...]

    def has(self, weekday: int) -> bool:
        return self.first <= weekday <= self.last


def schedule_of(
    *, ordinary: Iterable[tuple[int, Stretch]], exceptions: Iterable[tuple[dt.date, dt.time | None, dt.time | None, str]] = ()
) -> Schedule:
    """
    Build a schedule from (ISO weekday, stretch) pairs and (date, opens, closes, reason) rows, in any order.

    An exception without both times is a day on which the shop stays closed.
    """
    week: list[list[Stretch]] = [[] for _ in range(7)]
    for weekday, stretch in ordinary:
        week[weekday - 1].append(stretch)
    days = tuple(tuple(sorted(day, key=lambda stretch: stretch.opens)) for day in week)
    return Schedule(days, {date: _exceptional(date, opens, closes, reason) for date, opens, closes, reason in exceptions})


def _exceptional(date: dt.date, opens: dt.time | None, closes: dt.time | None, reason: str) -> ExceptionalDay:
    stretches = (Stretch(opens, closes),) if opens is not None and closes is not None else ()
    return ExceptionalDay(date, stretches, reason)


def stretches_on(schedule: Schedule, date: dt.date) -> tuple[Stretch, ...]:
    """Return the stretches of one day, earliest first; empty when the shop is closed."""
    exception = schedule.exceptions.get(date)
    return exception.stretches if exception is not None else schedule.week[date.isoweekday() - 1]


def state_at(schedule: Schedule, moment: dt.datetime) -> OpenState:
    """Say whether the shop is open at `moment`, until when, or when it opens next."""
    time = moment.time()
    closes = _closing_time(stretches_on(schedule, moment.date()), time)
    if closes is not None:
        return OpenState(is_open=True, closes_at=dt.datetime.combine(moment.date(), closes, moment.tzinfo))
    return OpenState(is_open=False, opens_at=_next_opening(schedule, moment))


def _closing_time(stretches: tuple[Stretch, ...], time: dt.time) -> dt.time | None:
    """Return when the stretch around `time` ends, stretches that touch counting as one; None when closed."""
    closes = None
    for stretch in stretches:
        if closes is None and stretch.opens <= time < stretch.closes:
            closes = stretch.closes
        elif closes is not None and stretch.opens <= closes:
            closes = max(closes, stretch.closes)
    return closes


def _next_opening(schedule: Schedule, moment: dt.datetime) -> dt.datetime | None:
    for ahead in range(DAYS_AHEAD + 1):
        date = moment.date() + dt.timedelta(days=ahead)
        for stretch in stretches_on(schedule, date):
            if ahead or stretch.opens > moment.time():
                return dt.datetime.combine(date, stretch.opens, moment.tzinfo)
    return None


def runs_of_the_week(schedule: Schedule) -> list[DayRun]:
    """Return the ordinary week, Monday first, with neighbouring equal days drawn together."""
    runs: list[DayRun] = []
    for weekday, stretches in enumerate(schedule.week, start=1):
        if runs and runs[-1].stretches == stretches:
            runs[-1] = DayRun(runs[-1].first, weekday, stretches)
        else:
            runs.append(DayRun(weekday, weekday, stretches))
    return runs


def exceptions_ahead(schedule: Schedule, date: dt.date) -> list[ExceptionalDay]:
    """Return the exceptional days from `date` on, within DAYS_AHEAD days, soonest first."""
    last = date + dt.timedelta(days=DAYS_AHEAD)
    return [schedule.exceptions[day] for day in sorted(schedule.exceptions) if date <= day <= last]
