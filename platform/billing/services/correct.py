"""Platform staff correct what is wrong, or give more than was agreed; the shop reads what and why in its log."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from billing.models import Subscription, SubscriptionState
from billing.rules.standing import grace_after
from billing.services.agree import settle
from billing.services.change_plan import put_in_force
from billing.states import State
from kit.routers import PLATFORM_ALIAS
from shops.acting import Actor, acting_as
from shops.services.record_event import record_in_schema
from tenants.models import Plan


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is to be so. A grace in the past is none. `reason` is read by the owner."""

    plan: Plan
    trial_ends_at: dt.datetime | None
    grace_until: dt.datetime | None
    is_free: bool
    reason: str


def correct(*, tenant_id: int, wanted: Correction, by: str, now: dt.datetime) -> list[str]:
    """
    Make a subscription as staff say, open or close its shop as that follows; returns the names of what changed.

    Stripe is not told: a plan there is changed by the owner, or in its Dashboard, and then counts.
    Locks the subscription. Safe to call twice.
    """
    actor = Actor(user_id=None, name=f"Vitrine ({by})"[:80], is_support=True, reason=wanted.reason)
    with acting_as(actor):
        with transaction.atomic(using=PLATFORM_ALIAS):
            row = Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(tenant_id=tenant_id)
            changed = _apply(row, wanted, now=now)
            if changed:
                row.save()
                record_in_schema(row.tenant.schema_name, kind="subscription_corrected", changed=", ".join(changed), reason=wanted.reason)
        settle(tenant_id=tenant_id, now=now)
    return changed


def _apply(row: Subscription, wanted: Correction, *, now: dt.datetime) -> list[str]:
    changed = []
    if row.tenant.plan_id != wanted.plan.pk:
        put_in_force(row, wanted.plan)
        changed.append("plan")
    was_free = row.state == SubscriptionState.FREE
    if not _same(row.trial_ends_at, wanted.trial_ends_at):
        row.trial_ends_at = wanted.trial_ends_at
        changed.append("trial_ends_at")
    if was_free != wanted.is_free:
        changed.append("is_free")
    before = State(row.state)
    row.state = _state(row, is_free=wanted.is_free, now=now)
    row.free_reason = wanted.reason if wanted.is_free and not was_free else row.free_reason * wanted.is_free
    follows = grace_after(before, State(row.state), grace_until=row.grace_until, now=now)
    if not _same(row.grace_until, wanted.grace_until):
        row.grace_until = wanted.grace_until
        changed.append("grace_until")
    else:
        row.grace_until = follows
    return changed


def _same(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Say whether two moments are the same minute, as a form shows them."""
    return one == other or (one is not None and other is not None and abs(one - other) < dt.timedelta(minutes=1))


def _state(row: Subscription, *, is_free: bool, now: dt.datetime) -> State:
    """Return what the row's own figures say once it is free, or no longer, or its trial ends another day."""
    if is_free:
        return State.FREE
    if row.is_at_stripe and row.stripe_status != "incomplete":
        return State(row.stripe_status)
    has_trial = row.trial_ends_at is not None and now < row.trial_ends_at
    if row.state in (State.FREE, State.TRIAL_OVER, State.TRIALING, State.CANCELED) and has_trial:
        return State.TRIALING
    return State.TRIAL_OVER if row.state in (State.FREE, State.TRIALING) else State(row.state)
