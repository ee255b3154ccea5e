"""What was promised to go back is sent back."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q

from kit.routers import SHOP_ALIAS
from orders.locks import lock_order
from orders.services.mark_refunded import mark_refunded
from payments.gateways.base import AccountDisconnected, GatewayBroken, GatewayRefused, GatewayUnavailable, RefundFacts
from payments.gateways.stripe import shop_gateway
from payments.models import Refund, RefundReason, RefundState
from shops.services.record_event import record_event
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = dt.timedelta(minutes=2)
LOOK_AGAIN_AFTER = dt.timedelta(hours=1)
STATES = {"succeeded": RefundState.SUCCEEDED, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}


def send_refunds(*, now: dt.datetime) -> int:
    """Ask Stripe for each refund that is not done; returns how many it looked at. A chore: safe to run twice."""
    due = Refund.objects.filter(
        Q(state=RefundState.NEW, checked_at=None)
        | Q(state=RefundState.NEW, checked_at__lte=now - TRY_AGAIN_AFTER)
        | Q(state=RefundState.PENDING, checked_at__lte=now - LOOK_AGAIN_AFTER)
    )
    ids = list(due.values_list("pk", flat=True))
    for refund_id in ids:
        send_refund(refund_id=refund_id, now=now)
    return len(ids)


def send_refund(*, refund_id: int, now: dt.datetime) -> Refund:
    """
    Ask Stripe for one refund, or how it stands, and keep the answer; returns it.

    The row's own key makes asking twice one refund. Asked of the account that took the payment,
    also when the shop has another one by now. Without an answer it is tried again later.
    """
    refund = Refund.objects.select_related("attempt").get(pk=refund_id)
    try:
        facts = _ask(refund)
    except (GatewayUnavailable, GatewayBroken) as error:
        return _keep(refund, now=now, state=refund.state, error=str(error), again_after=TRY_AGAIN_AFTER)
    except (AccountDisconnected, GatewayRefused) as error:
        if getattr(error, "code", "") == "charge_already_refunded":
            return _keep(refund, now=now, state=RefundState.SUCCEEDED, error="already refunded")
        logger.error("refund %s refused: %s", refund.pk, error)
        return _keep(refund, now=now, state=RefundState.FAILED, error=str(error))
    return apply_refund(refund_id=refund.pk, facts=facts, now=now)


def apply_refund(*, refund_id: int, facts: RefundFacts, now: dt.datetime) -> Refund:
    """Make our row agree with what Stripe says of a refund. Locks it. Safe to run twice."""
    refund = Refund.objects.select_related("attempt").get(pk=refund_id)
    state = STATES.get(facts.status, RefundState.PENDING)
    waits = LOOK_AGAIN_AFTER if state == RefundState.PENDING else None
    return _keep(refund, now=now, state=state, error=facts.failure_reason, stripe_id=facts.id, again_after=waits)


def _ask(refund: Refund) -> RefundFacts:
    gateway = shop_gateway(refund.attempt.stripe_account_id)
    if refund.stripe_refund_id:
        return gateway.fetch_refund(refund.stripe_refund_id)
    return gateway.refund(
        payment_intent_id=refund.attempt.stripe_payment_intent_id,
        amount=refund.amount,
        metadata={"refund": refund.public_id, "attempt": refund.attempt.public_id},
        idempotency_key=refund.idempotency_key,
    )


def _keep(
    refund: Refund, *, now: dt.datetime, state: str, error: str, stripe_id: str = "", again_after: dt.timedelta | None = None
) -> Refund:
    with transaction.atomic(using=SHOP_ALIAS):
        lock_order(refund.attempt.order_id)  # the order before what hangs on it, as everywhere
        refund = Refund.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=refund.pk)
        _log(refund, state)
        refund.state = state
        refund.error = error[:500]
        refund.checked_at = now
        refund.stripe_refund_id = stripe_id or refund.stripe_refund_id
        if state == RefundState.SUCCEEDED and refund.done_at is None:
            refund.done_at = now
            if refund.reason == RefundReason.ORDER_CANCELED:
                mark_refunded(order_id=refund.attempt.order_id, amount=refund.amount, now=now)
        refund.save()
        if again_after is not None:
            wake_up_at(now + again_after)
    return refund


def _log(refund: Refund, state: str) -> None:
    """Tell the shop's log of the end of a refund, once."""
    kind = {RefundState.SUCCEEDED: "refund_done", RefundState.FAILED: "refund_refused"}.get(RefundState(state))
    if kind and state != refund.state:
        record_event(kind=kind, number=refund.attempt.order.number, amount=refund.amount)
