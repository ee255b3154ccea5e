"""What a change of plan in the middle of a month comes to, roughly: Stripe counts it to the second."""

import datetime as dt

from kit.money import divide_half_up

MONTH = dt.timedelta(days=365) / 12


def difference_until(period_end: dt.datetime, *, now: dt.datetime, before: int, after: int) -> int:
    """
    Return what the rest of a paid month costs more under another price, in the same cents; negative when it costs less.

    Stripe puts it on the next invoice (docs.stripe.com/billing/subscriptions/prorations).
    """
    left = min(max(period_end - now, dt.timedelta()), MONTH)
    return divide_half_up((after - before) * int(left.total_seconds()), int(MONTH.total_seconds()))
