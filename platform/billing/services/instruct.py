"""
What staff decided goes to Stripe: a plan of a shop that pays there, the end of a subscription of one that is free now.

The wish is a row that is committed first; then Stripe is called, at once and, when that fails, by beat until it is done.
Each deed looks first how things stand, so that doing it twice, or at the same time as itself, does no harm.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F

from billing import gateway
from billing.models import Instruction, InstructionKind, InstructionState, Subscription, SubscriptionState
from billing.services.agree import refresh
from billing.services.change_plan import move_to_plan
from billing.services.put_in_force import put_in_force
from billing.services.start_checkout import NotForSale
from billing.services.tell_owners import tell_free
from billing.states import NON_TERMINAL
from kit.routers import PLATFORM_ALIAS
from payments.gateways.base import GatewayError, GatewayRefused
from shops.services.record_event import record_in_schema
from tenants.models import Plan

logger = logging.getLogger(__name__)

FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=2)


def carry_out(*, instruction_pk: int, now: dt.datetime, hurried: bool = False) -> Instruction:
    """
    Have Stripe do what an instruction says, and note how it ended; returns its row.

    To be called outside a transaction. Safe to run twice, and at the same time as itself. Never raises for what Stripe
    answers or does not answer: it waits for the next try, or is noted as refused, and staff see why.
    """
    instruction = Instruction.objects.select_related("subscription__tenant", "plan").get(pk=instruction_pk)
    if instruction.state != InstructionState.WAITING:
        return instruction
    try:
        _do(instruction, now=now, hurried=hurried)
    except (GatewayRefused, NotForSale) as error:
        logger.error("instruction %s of shop %s refused: %s", instruction, instruction.subscription.tenant_id, error)
        _note(instruction, state=InstructionState.REFUSED, error=_text(error), done_at=now)
    except GatewayError as error:
        logger.warning("instruction %s of shop %s waits: %s", instruction, instruction.subscription.tenant_id, error)
        wait = min(FIRST_WAIT * 2 ** min(instruction.attempts, 10), LONGEST_WAIT)
        _note(instruction, error=_text(error), retry_at=now + wait)
    else:
        _done(instruction, now=now)
    instruction.refresh_from_db()
    return instruction


def carry_out_waiting(*, now: dt.datetime) -> int:
    """Try everything again whose time has come; returns how many there were. One that fails does not stop the others."""
    due = Instruction.objects.waiting().filter(retry_at__lte=now).order_by("id")
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        try:
            carry_out(instruction_pk=pk, now=now)
        except Exception:
            logger.exception("instruction %s could not be carried out", pk)
    return len(ids)


def _do(instruction: Instruction, *, now: dt.datetime, hurried: bool) -> None:
    row = instruction.subscription
    if instruction.kind == InstructionKind.END:
        _end(row, key=instruction.idempotency_key, hurried=hurried)
    elif instruction.plan is not None:
        row = refresh(tenant_id=row.tenant_id, now=now, hurried=hurried)
        if not Instruction.objects.waiting().filter(pk=instruction.pk).exists():
            return  # the owner chose meanwhile
        _to_plan(row, instruction.plan, key=instruction.idempotency_key)
    refresh(tenant_id=row.tenant_id, now=now, hurried=hurried)


def _to_plan(row: Subscription, plan: Plan, *, key: str) -> None:
    """Have Stripe take the plan's price; where nothing lives there any more, the plan is ours to put in force."""
    if move_to_plan(row, plan, idempotency_key=key):
        return
    with transaction.atomic(using=PLATFORM_ALIAS):
        put_in_force(Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=row.pk), plan)


def _end(row: Subscription, *, key: str, hurried: bool) -> None:
    """Close the pages on which the shop could still subscribe, and end all that lives; what was paid for stays paid."""
    if not row.stripe_customer_id:
        return
    for page in gateway.open_pages(row.stripe_customer_id):
        gateway.expire_page(page.id)
    for one in gateway.subscriptions_of(row.stripe_customer_id, hurried=hurried):
        if one.status in NON_TERMINAL:
            gateway.end_subscription(one.id, customer_id=row.stripe_customer_id, idempotency_key=f"{key}-{one.id}")


def _done(instruction: Instruction, *, now: dt.datetime) -> None:
    """Tell of an end before it is noted as done: whoever dies in between tells again, and that is one mail."""
    row = Subscription.objects.select_related("tenant__plan").get(pk=instruction.subscription_id)
    is_end = instruction.kind == InstructionKind.END
    if is_end and row.state == SubscriptionState.FREE:
        tell_free(row, now=now)
    with transaction.atomic(using=PLATFORM_ALIAS):
        if _note(instruction, state=InstructionState.DONE, error="", done_at=now) and is_end:
            record_in_schema(row.tenant.schema_name, kind="subscription_ended")


def _note(instruction: Instruction, **changes: object) -> bool:
    """Write down how a try ended, unless it was done or taken back meanwhile; says whether it was written."""
    waiting = Instruction.objects.waiting().filter(pk=instruction.pk)
    return bool(waiting.update(attempts=F("attempts") + 1, **changes))


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
