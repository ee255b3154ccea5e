"""What an owner sees of their subscription."""

import datetime as dt
from dataclasses import dataclass

from billing.models import Subscription, SubscriptionState
from billing.rules.situation import Situation, situation
from billing.rules.standing import Standing, days_left, standing
from billing.states import State
from billing.usage import Exceeded
from billing.wording import Words, words_for
from tenants.models import Plan


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan as it may be chosen now. `deed` is what its button does: pay, change, try; "" when there is nothing to do."""

    plan: Plan
    is_current: bool
    deed: str
    may_try: bool
    exceeded: tuple[Exceeded, ...] = ()  # filled by billing.changing.offers_with_room


@dataclass(frozen=True, slots=True)
class Account:
    """How a shop stands with us, for its own page. `row` is None for one that nobody ever asked to pay."""

    row: Subscription | None
    plan: Plan | None
    offers: tuple[Offer, ...]
    standing: Standing
    trial_days_left: int
    situation: Situation
    words: Words | None
    now: dt.datetime

    @property
    def is_in_grace(self) -> bool:
        return self.standing is Standing.GRACE

    @property
    def is_closed(self) -> bool:
        return self.standing is Standing.CLOSED

    @property
    def is_subscribed(self) -> bool:
        return self.row is not None and self.row.is_at_stripe

    @property
    def is_free(self) -> bool:
        return self.row is None or self.row.state == SubscriptionState.FREE

    @property
    def may_choose(self) -> bool:
        """Whether any of the plans below can be taken, or tried."""
        return any(offer.deed or offer.may_try for offer in self.offers)

    @property
    def has_portal(self) -> bool:
        return self.row is not None and bool(self.row.stripe_subscription_id)

    @property
    def next_invoice_on(self) -> dt.datetime | None:
        """When the next invoice comes; None when there will be none by itself."""
        if self.row is None or not self.is_subscribed or self.row.cancel_at_period_end or self.situation is Situation.CLOSED_PAUSED:
            return None
        return self.row.current_period_end


def standing_of(row: Subscription, *, now: dt.datetime) -> Standing:
    """Return whether a shop is on, in its grace, or closed."""
    return standing(State(row.state), grace_until=row.grace_until, now=now)


def account_of(tenant_id: int, *, now: dt.datetime) -> Account:
    """Return how a shop stands, and what it may choose; two queries."""
    row = Subscription.objects.filter(tenant_id=tenant_id).select_related("tenant__plan").first()
    plan = row.plan if row is not None else None
    left = days_left(row.trial_ends_at, now=now) if row is not None and row.trial_ends_at else 0
    stands = standing_of(row, now=now) if row is not None else Standing.ON
    offers = tuple(_offer(one, row, plan) for one in Plan.objects.offered()) if row is not None else ()
    if row is not None and row.state == SubscriptionState.FREE:  # there is nothing to choose, only what the plan has room for
        offers = tuple(offer for offer in offers if offer.is_current)
    where = situation_of(row, now=now) if row is not None else Situation.FREE
    words = words_for(where, row, trial_days=left) if row is not None else None
    return Account(row, plan, offers, stands, left, where, words, now)


def situation_of(row: Subscription, *, now: dt.datetime) -> Situation:
    """Return how a shop stands, as its owner is told."""
    return situation(
        State(row.state),
        standing_of(row, now=now),
        is_at_stripe=row.is_at_stripe,
        ends=row.cancel_at_period_end,
        trial_days=days_left(row.trial_ends_at, now=now) if row.trial_ends_at else 0,
        is_grace_given=bool(row.grace_reason),
        is_held=row.tenant.is_held,
    )


def _offer(plan: Plan, row: Subscription, current: Plan | None) -> Offer:
    is_current = current is not None and plan.pk == current.pk
    if row.is_at_stripe:
        return Offer(plan, is_current, "change" if not is_current and plan.price_amount > 0 else "", may_try=False)
    may_try = row.state == SubscriptionState.TRIALING and not is_current
    is_for_sale = row.state != SubscriptionState.FREE and plan.price_amount > 0
    return Offer(plan, is_current, "pay" if is_for_sale else "", may_try)
