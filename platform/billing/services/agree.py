"""
What Stripe knows and what the clock says become how a shop stands: one way for the return page, the webhook, the
reconciler and whoever corrects something by hand.

Ask first, then apply under the row's lock. So messages that come twice, in the wrong order, at the same time or not at
all do no harm.
"""

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction

from billing import gateway
from billing.catalogue import plan_for
from billing.gateway import SubscriptionFacts
from billing.models import LIVE, CheckoutState, InstructionKind, Subscription
from billing.rules.standing import Standing, grace_after, state_of_stripe
from billing.selectors import standing_of
from billing.services.put_in_force import put_in_force
from billing.services.tell_owners import tell_open_again, tell_owners
from billing.services.write_instruction import owner_chose, want
from billing.states import NON_TERMINAL, State
from kit.routers import PLATFORM_ALIAS
from payments.gateways.base import GatewayUnavailable
from shops.services.record_event import record_in_schema
from tenants.services.suspend_shop import NotPossibleNow, set_unpaid

logger = logging.getLogger(__name__)

MAX_ROUNDS = 5


class Outdated(Exception):
    """Somebody else changed the row while Stripe was asked: what it said may be older than what they know."""


def refresh(*, tenant_id: int, now: dt.datetime, hurried: bool = False) -> Subscription:
    """
    Ask Stripe how a shop's subscription stands, and make our rows agree; returns the row.

    To be called outside a transaction. Safe to run twice and at the same time as itself.

    :raises GatewayError: if Stripe does not say; then nothing has changed
    """
    for _round in range(MAX_ROUNDS):
        row = Subscription.objects.get(tenant_id=tenant_id)
        if not row.stripe_customer_id:
            return settle(tenant_id=tenant_id, now=now)
        facts = gateway.subscriptions_of(row.stripe_customer_id, hurried=hurried)
        try:
            return settle(tenant_id=tenant_id, now=now, facts=facts, seen_at=row.updated_at)
        except Outdated:
            continue
    raise GatewayUnavailable("the subscription changes faster than we can ask for it")


def settle(
    *, tenant_id: int, now: dt.datetime, facts: Sequence[SubscriptionFacts] | None = None, seen_at: dt.datetime | None = None
) -> Subscription:
    """
    Apply the clock and, with `facts`, what Stripe just said. Locks the subscription, then the shop. Safe to call twice.

    :raises Outdated: if the row is another than the one of `seen_at`, when Stripe was asked
    """
    with transaction.atomic(using=PLATFORM_ALIAS):
        row = Subscription.objects.select_for_update(of=("self",)).select_related("tenant__plan").get(tenant_id=tenant_id)
        if seen_at is not None and row.updated_at != seen_at:
            raise Outdated
        before = State(row.state)
        if facts is not None:
            _take_facts(row, facts, now=now)
        _take_time(row, now=now)
        until = grace_after(before, State(row.state), grace_until=row.grace_until, now=now)
        if until != row.grace_until:
            row.grace_until, row.grace_reason = until, ""
        row.save()
        if row.state != before:
            record_in_schema(row.tenant.schema_name, kind="subscription_state", subscription_state=row.state)
        opened = _open_or_close(row, now=now)
    if opened:
        tell_open_again(row, now=now)
    tell_owners(row, now=now)
    return row


def _take_facts(row: Subscription, facts: Sequence[SubscriptionFacts], *, now: dt.datetime) -> None:
    row.checked_at = now
    begun = [one for one in facts if state_of_stripe(one.status) is not None]
    chosen = max(begun, key=lambda one: (one.status in NON_TERMINAL, one.created), default=None)
    row.attention = "two_subscriptions" if sum(one.status in NON_TERMINAL for one in begun) > 1 else ""
    if chosen is None:
        row.stripe_subscription_id, row.stripe_status, row.price_amount = "", "", None
        return
    is_old = (row.stripe_subscription_id, row.stripe_status) == (chosen.id, chosen.status) and chosen.status not in NON_TERMINAL
    _note_choice(row, chosen)
    row.price_amount = chosen.amount
    row.stripe_subscription_id, row.stripe_status = chosen.id, chosen.status
    row.current_period_end, row.cancel_at_period_end = chosen.period_end, chosen.ends and chosen.status in NON_TERMINAL
    if chosen.status in NON_TERMINAL:
        row.checkouts.filter(state__in=LIVE).update(state=CheckoutState.COMPLETE)
        if row.state != State.FREE:
            _take_plan(row, chosen)
    if row.state == State.FREE:  # what staff granted, staff takes back; until then nothing may go on charging
        if chosen.status in NON_TERMINAL:
            want(row, InstructionKind.END)
        return
    if is_old and row.state == State.TRIAL_OVER:  # ended before the shop was free: no news, and its time to choose goes on
        return
    row.state = state_of_stripe(chosen.status) or row.state
    if row.state == State.CANCELED and row.trial_ends_at is not None and now < row.trial_ends_at:
        row.state = State.TRIALING


def _note_choice(row: Subscription, chosen: SubscriptionFacts) -> None:
    """Let a subscription that is new to us be the owner's word, against what staff wished before it."""
    if chosen.id != row.stripe_subscription_id and chosen.status in NON_TERMINAL:
        owner_chose(row, at=dt.datetime.fromtimestamp(chosen.created, dt.UTC))


def _take_plan(row: Subscription, chosen: SubscriptionFacts) -> None:
    """Put the plan in force that is paid for; one that nobody knows changes nothing, and somebody must look at it."""
    plan = plan_for(price_key=chosen.price_key, product_id=chosen.product_id)
    if plan is None:
        row.attention = row.attention or "unknown_price"
        logger.error("shop %s pays an unknown price %s: its plan stays", row.tenant_id, chosen.price_id)
    else:
        put_in_force(row, plan)


def _take_time(row: Subscription, *, now: dt.datetime) -> None:
    """End what has run out by itself: our own trial, and pages nobody came back from."""
    if row.state == State.TRIALING and not row.is_at_stripe and row.trial_ends_at is not None and row.trial_ends_at <= now:
        row.state = State.TRIAL_OVER
    row.checkouts.filter(state__in=LIVE, expires_at__lte=now).update(state=CheckoutState.EXPIRED)


def _open_or_close(row: Subscription, *, now: dt.datetime) -> bool:
    """Close or open the shop as its standing says; returns whether it was opened by this."""
    is_unpaid = standing_of(row, now=now) is Standing.CLOSED
    try:
        changed = set_unpaid(tenant=row.tenant, is_unpaid=is_unpaid, now=now)
    except NotPossibleNow:  # being made or deleted
        return False
    if changed:
        record_in_schema(row.tenant.schema_name, kind="shop_closed_unpaid" if is_unpaid else "shop_open_again")
    return changed and not is_unpaid
