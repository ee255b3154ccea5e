"""What an owner reads about their subscription: one of these, and each has one next step (tests/billing/test_situations.py)."""

from enum import StrEnum

from billing.rules.standing import WARN_DAYS, Standing
from billing.states import State


class Situation(StrEnum):
    """How a shop stands, as its owner is told."""

    HELD = "held"  # closed by staff: paying would not open it
    FREE = "free"
    TRIAL = "trial"
    TRIAL_ENDING = "trial_ending"
    TRIAL_PAID = "trial_paid"  # subscribed, the first payment comes when the free days are over
    ACTIVE = "active"
    ENDING = "ending"  # cancelled, and still paid
    GRACE_GIVEN = "grace_given"  # by hand
    GRACE_DUNNING = "grace_dunning"
    GRACE_TRIAL = "grace_trial"
    CLOSED_TRIAL = "closed_trial"
    CLOSED_DEBT = "closed_debt"
    CLOSED_PAUSED = "closed_paused"
    CLOSED_CANCELED = "closed_canceled"


class Step(StrEnum):
    """The one thing to do next."""

    NOTHING = "nothing"
    CHOOSE = "choose"  # a plan, below
    STRIPE = "stripe"  # card, open invoice, taking a cancellation back
    WRITE = "write"  # to the platform


STEPS = {
    Situation.HELD: Step.WRITE,
    Situation.FREE: Step.NOTHING,
    Situation.TRIAL: Step.CHOOSE,
    Situation.TRIAL_ENDING: Step.CHOOSE,
    Situation.TRIAL_PAID: Step.NOTHING,
    Situation.ACTIVE: Step.NOTHING,
    Situation.ENDING: Step.STRIPE,
    Situation.GRACE_GIVEN: Step.CHOOSE,  # or Stripe, where a subscription lives: see `step_for`
    Situation.GRACE_DUNNING: Step.STRIPE,
    Situation.GRACE_TRIAL: Step.CHOOSE,
    Situation.CLOSED_TRIAL: Step.CHOOSE,
    Situation.CLOSED_DEBT: Step.STRIPE,
    Situation.CLOSED_PAUSED: Step.STRIPE,
    Situation.CLOSED_CANCELED: Step.CHOOSE,
}
_CLOSED = {
    State.TRIAL_OVER: Situation.CLOSED_TRIAL,
    State.PAST_DUE: Situation.CLOSED_DEBT,
    State.UNPAID: Situation.CLOSED_DEBT,
    State.PAUSED: Situation.CLOSED_PAUSED,
    State.CANCELED: Situation.CLOSED_CANCELED,
}
_GRACE = {State.TRIAL_OVER: Situation.GRACE_TRIAL, State.PAST_DUE: Situation.GRACE_DUNNING}


def situation(
    state: State, standing: Standing, *, is_at_stripe: bool, ends: bool, trial_days: int, is_grace_given: bool, is_held: bool
) -> Situation:
    """Return how a shop stands. `ends`: cancelled at the end of what is paid. `trial_days`: left of those without a card."""
    if is_held:
        return Situation.HELD
    if state is State.FREE:
        return Situation.FREE
    if standing is Standing.CLOSED:
        return _CLOSED[state]
    if standing is Standing.GRACE:
        return Situation.GRACE_GIVEN if is_grace_given else _GRACE.get(state, Situation.GRACE_GIVEN)
    if is_at_stripe and ends:
        return Situation.ENDING
    if state is State.TRIALING and not is_at_stripe:
        return Situation.TRIAL_ENDING if trial_days <= max(WARN_DAYS) else Situation.TRIAL
    return Situation.TRIAL_PAID if state is State.TRIALING else Situation.ACTIVE


def step_for(where: Situation, *, is_at_stripe: bool) -> Step:
    """Return the one next step. Where a subscription lives at Stripe, none is chosen beside it: it is set right there."""
    if STEPS[where] is Step.CHOOSE and is_at_stripe:
        return Step.STRIPE
    return STEPS[where]
