"""Billing periods: https://docs.stripe.com/billing/subscriptions/billing-cycle."""

import calendar
import datetime as dt

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def period_end(start: dt.datetime, interval: str, count: int, anchor_day: int) -> dt.datetime:
    """
    Return when a period that begins at `start` ends.

    `anchor_day` is the day of the month on which it all began: after 31 January and 28 February comes 31 March.
    """
    if interval in DAYS:
        return start + dt.timedelta(days=DAYS[interval] * count)
    months = start.year * 12 + start.month - 1 + MONTHS[interval] * count
    year, month = divmod(months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(anchor_day, last_day))
