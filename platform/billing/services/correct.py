"""Platform staff correct what is wrong, or give more than was agreed; the shop reads what and why in its log."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from billing.models import Instruction, InstructionKind, Subscription, SubscriptionState
from billing.rules.standing import grace_after
from billing.services.agree import settle
from billing.services.instruct import carry_out
from billing.services.put_in_force import put_in_force
from billing.services.tell_owners import tell_free
from billing.services.write_instruction import take_back, want
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


@dataclass(frozen=True)
class Corrected:
    """The names of what changed, and what was asked of Stripe, as it stands now."""

    changed: tuple[str, ...]
    instruction: Instruction | None


def correct(*, tenant_id: int, wanted: Correction, by: str, now: dt.datetime) -> "Corrected":
    """
    Make a subscription as staff say, open or close its shop as that follows; says what changed, and what Stripe did.

    Where the shop pays at Stripe, its plan is Stripe's: the wish is written down, committed, and asked of Stripe; it holds once
    Stripe did it. A shop that becomes free has its subscription ended. What Stripe does not do at once is tried again
    by beat. Locks the subscription; to be called outside a transaction. Safe to call twice.
    """
    actor = Actor(user_id=None, name=f"Vitrine ({by})"[:80], is_support=True, reason=wanted.reason)
    with acting_as(actor):
        with transaction.atomic(using=PLATFORM_ALIAS):
            row = Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(tenant_id=tenant_id)
            changed = _apply(row, wanted, now=now)
            if changed:
                row.save()
                record_in_schema(row.tenant.schema_name, kind="subscription_corrected", changed=", ".join(changed), reason=wanted.reason)
            waiting = row.instructions.waiting().first()
        row = settle(tenant_id=tenant_id, now=now)
        if waiting is not None:
            waiting = carry_out(instruction_pk=waiting.pk, now=now, hurried=True)
        elif "is_free" in changed and wanted.is_free:
            tell_free(row, now=now)
    return Corrected(tuple(changed), waiting)


def _apply(row: Subscription, wanted: Correction, *, now: dt.datetime) -> list[str]:
    changed = []
    if _plan(row, wanted):
        changed.append("plan")
    was_free = row.state == SubscriptionState.FREE
    if not _same(row.trial_ends_at, wanted.trial_ends_at):
        row.trial_ends_at = wanted.trial_ends_at
        changed.append("trial_ends_at")
    if was_free != wanted.is_free:
        changed.append("is_free")
    if not was_free and wanted.is_free and row.stripe_customer_id:
        want(row, InstructionKind.END)
    elif was_free and not wanted.is_free:
        take_back(row)
    before = State(row.state)
    row.state = _state(row, is_free=wanted.is_free, now=now)
    row.free_reason = wanted.reason if wanted.is_free and not was_free else row.free_reason * wanted.is_free
    follows = grace_after(before, State(row.state), grace_until=row.grace_until, now=now)
    if not _same(row.grace_until, wanted.grace_until):
        row.grace_until = wanted.grace_until
        row.grace_reason = wanted.reason if wanted.grace_until is not None and wanted.grace_until > now else ""
        changed.append("grace_until")
    elif follows != row.grace_until:
        row.grace_until, row.grace_reason = follows, ""
    return changed


def _plan(row: Subscription, wanted: Correction) -> bool:
    """Put a plan in force, or where Stripe holds it, note that it is to be asked for; says whether that is new."""
    waiting = row.instructions.waiting().filter(kind=InstructionKind.PLAN).first()
    meant = waiting.plan_id if waiting is not None else row.tenant.plan_id
    if meant == wanted.plan.pk and not (waiting and wanted.is_free):
        return False
    if waiting is not None:
        take_back(row)
    if row.tenant.plan_id == wanted.plan.pk:
        return True
    if row.stripe_customer_id and not wanted.is_free:  # it may pay there already without our knowing
        want(row, InstructionKind.PLAN, plan=wanted.plan)
    else:
        put_in_force(row, wanted.plan)
    return True


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
