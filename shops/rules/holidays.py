"""The legal holidays of Belgium. Pure functions (law of 4 January 1974, royal decree of 18 April 1974)."""

import datetime as dt

FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Day, Whit Monday


def easter(year: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def holidays_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the legal holidays from `first` to `last`, both included, soonest first."""
    found = []
    for year in range(first.year, last.year + 1):
        sunday = easter(year)
        found += [dt.date(year, month, day) for month, day in FIXED]
        found += [sunday + dt.timedelta(days=days) for days in AFTER_EASTER]
    return sorted(date for date in found if first <= date <= last)
