"""How Stripe says a refund stands becomes how it stands with us."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.gateways.base import RefundFacts
from payments.models import Refund, RefundState
from payments.services.order_figures import refresh_figures
from payments.services.refund_mails import tell_customer, tell_customer_of_failure, tell_owners_of_failure
from shops.services.record_event import record_event as log_event
from tenants.services.wake_up import wake_up_at

LOOK_AGAIN_AFTER = dt.timedelta(hours=1)
ONWARDS: list[str] = [
    RefundState.NEW,
    RefundState.PENDING,
    RefundState.SUCCEEDED,
    RefundState.FAILED,
]  # so a refund moves on at Stripe, never back
STATES = {"succeeded": RefundState.SUCCEEDED, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}


def apply_refund(*, refund_id: int, facts: RefundFacts, now: dt.datetime) -> Refund:
    """Make our row agree with what Stripe says of a refund. Locks its order, then it. Safe to run twice."""
    refund = Refund.objects.get(pk=refund_id)
    state = STATES.get(facts.status, RefundState.PENDING)
    waits = LOOK_AGAIN_AFTER if state == RefundState.PENDING else None
    code = facts.failure_reason if state == RefundState.FAILED else ""
    return keep_answer(refund, now=now, state=state, code=code, error=facts.failure_reason, stripe_id=facts.id, again_after=waits)


def keep_answer(
    refund: Refund,
    *,
    now: dt.datetime,
    state: str | None,
    error: str,
    code: str = "",
    stripe_id: str = "",
    again_after: dt.timedelta | None = None,
) -> Refund:
    """
    Write down how a refund stands and tell whom it concerns when that changed. Locks the order, then the refund.

    Without an answer `state` is None: it stands as it stood, and whoever asked at the same moment may have one.
    `again_after` asks to be woken then. Safe to run twice: an answer that comes after the end is left aside, unless
    it is about a refund that Stripe knows; and so is an older answer about the same refund than the one that we have.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(refund.order_id)  # the order before what hangs on it, as everywhere
        refund = Refund.objects.select_for_update().get(pk=refund.pk)
        if not refund.is_open and not stripe_id:
            return refund  # an answer, or none, that comes after another one
        if state and stripe_id and refund.stripe_refund_id == stripe_id and ONWARDS.index(state) < ONWARDS.index(refund.state):
            return refund
        before, refund.state = refund.state, state or refund.state
        refund.error, refund.code = error[:500], code[:60]
        refund.checked_at = now
        refund.stripe_refund_id = stripe_id or refund.stripe_refund_id
        if refund.state == RefundState.SUCCEEDED and refund.done_at is None:
            refund.done_at = now
        refund.save()
        if refund.state != before:
            _tell(order, refund, before=before, now=now)
            refresh_figures(order, now=now)
        if again_after is not None:
            wake_up_at(now + again_after)
    return refund


def _tell(order: Order, refund: Refund, *, before: str, now: dt.datetime) -> None:
    """Tell the shop's log, the order's history, the customer and the owners how a refund moved on; each once."""
    if refund.state == RefundState.SUCCEEDED:
        log_event(kind="refund_done", number=order.number, amount=refund.amount)
    if refund.state == RefundState.FAILED:
        log_event(kind="refund_refused", number=order.number, amount=refund.amount)
        record_event(order, OrderEventKind.NOTE, now=now, code="refund_failed", amount=refund.amount)
        tell_owners_of_failure(order, refund, now=now)
        if refund.is_announced:
            tell_customer_of_failure(order, refund, now=now)
    elif before == RefundState.NEW and not refund.is_automatic:
        tell_customer(order, refund, now=now)
