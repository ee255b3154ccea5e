"""From the state of a subscription to whether its shop is open. The whole of it: nothing else decides (ADR 14)."""

import datetime as dt
from enum import StrEnum

from billing.states import State

GRACE = dt.timedelta(days=14)
WARN_DAYS = (7, 1)  # before the end of a trial


class Standing(StrEnum):
    """What follows for the shop."""

    ON = "on"
    GRACE = "grace"  # on, with a banner and mails
    CLOSED = "closed"


ON = frozenset({State.FREE, State.TRIALING, State.ACTIVE})
BEGINS_GRACE = frozenset({State.TRIAL_OVER, State.PAST_DUE})


def standing(state: State, *, grace_until: dt.datetime | None, now: dt.datetime) -> Standing:
    """
    Return what follows from a state. Grace holds in any state that is not on, also where staff gave it by hand.

    The end of the grace itself is already too late.
    """
    if state in ON:
        return Standing.ON
    return Standing.GRACE if grace_until is not None and now < grace_until else Standing.CLOSED


def grace_after(before: State, after: State, *, grace_until: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """
    Return until when a shop has time once its state is `after`.

    It begins with the first failure and is not begun anew by the second. What Stripe itself gave up on (unpaid,
    paused, canceled) has none left; where the state stays, what staff set stays.
    """
    if after in ON:
        return None
    if before == after:
        return grace_until
    if after in BEGINS_GRACE:
        return grace_until if before in BEGINS_GRACE and grace_until else now + GRACE
    return None


def state_of_stripe(status: str) -> State | None:
    """Return our state for a subscription's status at Stripe; None for one that never began."""
    if status in ("incomplete", "incomplete_expired"):
        return None
    return State(status)


def days_left(end: dt.datetime, *, now: dt.datetime) -> int:
    """Return the days until `end` as people count them: begun ones count, 0 once it has passed."""
    seconds = (end - now).total_seconds()
    return max(0, -int(-seconds // 86_400))
