"""What a change of plan in the middle of a month comes to, roughly: Stripe counts it to the second."""

import calendar
import datetime as dt

from kit.money import divide_half_up


def difference_until(period_end: dt.datetime, *, now: dt.datetime, before: int, after: int) -> int:
    """
    Return what the rest of a paid month costs more under another price, in the same cents; negative when it costs less.

    Stripe puts it on the next invoice (docs.stripe.com/billing/subscriptions/prorations).
    """
    month = _month_before(period_end)
    left = min(max(period_end - now, dt.timedelta()), month)
    return divide_half_up((after - before) * int(left.total_seconds()), int(month.total_seconds()))


def _month_before(end: dt.datetime) -> dt.timedelta:
    """Return how long the month is that ends then: as long as the calendar month in which it began."""
    began_in = end.replace(day=1) - dt.timedelta(days=1)
    return dt.timedelta(days=calendar.monthrange(began_in.year, began_in.month)[1])
