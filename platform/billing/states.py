"""The words for how a shop stands with us, for rows and rules alike."""

from enum import StrEnum


class State(StrEnum):
    """How a shop stands with us; the words of Stripe where it has one for it."""

    FREE = "free"  # granted by the platform's staff
    TRIALING = "trialing"
    TRIAL_OVER = "trial_over"  # ours, that no subscription followed
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"  # a trial at Stripe that ended without a card
    CANCELED = "canceled"


# What Stripe still bills, or would again by itself: beside such a one there is never a second.
NON_TERMINAL = frozenset({"trialing", "active", "past_due", "unpaid", "paused", "incomplete"})
