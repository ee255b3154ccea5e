"""The one place that asks what time it is in the shop's street."""

import datetime as dt
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def in_brussels(moment: dt.datetime) -> dt.datetime:
    """Return the same moment as the clock on the shop's wall shows it."""
    return moment.astimezone(BRUSSELS)
