"""Of what a shop's owners are told, and under which key, so that each is told once."""

import datetime as dt

from billing.rules.standing import WARN_DAYS, Standing, days_left
from billing.states import State

LAST_DAYS = 3  # of the grace


def notices_due(
    *,
    state: State,
    standing: Standing,
    is_at_stripe: bool,
    trial_ends_at: dt.datetime | None,
    grace_until: dt.datetime | None,
    ends_on: dt.datetime | None,
    now: dt.datetime,
) -> list[tuple[str, str]]:
    """
    Return what is to be told now, each with what makes it another time: trial, grace, closed, ending.

    Stripe itself writes about a trial that is with it. Of two warnings only the nearer counts.
    """
    if standing is Standing.GRACE and grace_until is not None:
        nearer = "-last" if days_left(grace_until, now=now) <= LAST_DAYS else ""
        return [("grace", f"{state}-{grace_until:%Y%m%d}{nearer}")]
    if standing is Standing.CLOSED:
        return [("closed", f"{state}")]
    if state is State.TRIALING and not is_at_stripe and trial_ends_at is not None:
        left = days_left(trial_ends_at, now=now)
        nearest = min((days for days in WARN_DAYS if left <= days), default=None)
        return [("trial", f"{trial_ends_at:%Y%m%d}-{nearest}")] if nearest is not None else []
    return [("ending", f"{ends_on:%Y%m%d}")] if ends_on is not None else []
