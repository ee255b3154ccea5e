"""Stretches of days on the shop's wall, as a shopkeeper and an accountant speak of them."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LONGEST = 366
BRUSSELS = ZoneInfo("Europe/Brussels")
NAMED = ("this_month", "last_month", "today", "this_quarter", "last_quarter")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included. `name` is one of NAMED, or "days"."""

    name: str
    first: dt.date
    last: dt.date

    @property
    def begins_at(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time.min, tzinfo=BRUSSELS)

    @property
    def ends_at(self) -> dt.datetime:
        """The moment after it: the first of the next day."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time.min, tzinfo=BRUSSELS)

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def named_period(name: str, *, today: dt.date) -> Period:
    """Return a period of NAMED as it is on `today`: to its last day, also when that is still to come."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    firsts = {
        "today": (today, today),
        "this_month": (month, _later(month, 1) - dt.timedelta(days=1)),
        "last_month": (_later(month, -1), month - dt.timedelta(days=1)),
        "this_quarter": (quarter, _later(quarter, 3) - dt.timedelta(days=1)),
        "last_quarter": (_later(quarter, -3), quarter - dt.timedelta(days=1)),
    }
    return Period(name, *firsts[name])


def _later(month: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months later."""
    count = month.year * 12 + month.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
