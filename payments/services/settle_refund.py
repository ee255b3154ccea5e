"""A person takes care of money that goes back: it is given by hand, or a refund that failed is tried once more."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.models import Dispute, Refund, RefundState, RefundWay
from payments.models.refund import NOT_OF_ORDER
from payments.rules.refunds import RefundRefused
from payments.selectors.refunds import left_of_attempt, standing_of
from payments.services._soon import work_soon
from payments.services.order_figures import refresh_figures
from payments.services.refund_mails import tell_customer
from shops.services.record_event import record_event as log_event


def note_handed_back(*, refund_id: int, user: Any, now: dt.datetime) -> Refund:
    """
    Say that the shop gave the money of a refund by hand; the customer of a transfer is told that it is on its way.

    Locks the order. Safe to run twice.

    :raises RefundRefused: "changed" if it is not waiting for that any more
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order, refund = _locked(refund_id)
        if refund.state == RefundState.SUCCEEDED:
            return refund
        if refund.state != RefundState.NEW or not refund.is_by_hand:
            raise RefundRefused("changed")
        refund.state, refund.done_at = RefundState.SUCCEEDED, now
        refund.save()
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code="refund_handed_back", amount=refund.amount)
        log_event(kind="refund_done", number=order.number, amount=refund.amount)
        refresh_figures(order, now=now)
        if not refund.is_automatic:
            tell_customer(order, refund, now=now)
        return refund


def try_again(*, refund_id: int, way: str, user: Any, now: dt.datetime) -> Refund:
    """
    Promise the money of a refund that failed once more, by the same way or another one; returns the new row.

    Stripe keeps a refusal with its key, so it is a new refund. Locks the order. Safe to run twice.

    :raises RefundRefused: "changed" if somebody took care of it, "too_much" if not so much is left, "disputed"
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order, failed = _locked(refund_id)
        if failed.state != RefundState.FAILED or failed.settled_at is not None:
            raise RefundRefused("changed")
        _must_be_left(order, failed, way)
        failed.settled_at = now
        failed.save(update_fields=["settled_at", "updated_at"])
        again = Refund.objects.create(
            order=order,
            attempt=failed.attempt if way == RefundWay.STRIPE else None,
            way=way,
            amount=failed.amount,
            shipping_amount=failed.shipping_amount,
            reason=failed.reason,
            words=failed.words,
            is_announced=failed.is_announced,
            is_automatic=False,
            user_name=str(getattr(user, "name", "") or getattr(user, "email", ""))[:80],
        )
        failed.lines.update(refund=again)
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code="refund_promised", amount=again.amount)
        log_event(kind="refund_begun", number=order.number, amount=again.amount)
        refresh_figures(order, now=now)
        work_soon(now)
        return again


def leave_it(*, refund_id: int, user: Any, now: dt.datetime) -> Refund:
    """
    Say that a refund that failed needs nothing more: the money stays with the shop. Locks the order. Safe to run twice.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order, failed = _locked(refund_id)
        if failed.state == RefundState.FAILED and failed.settled_at is None:
            failed.settled_at = now
            failed.save(update_fields=["settled_at", "updated_at"])
            record_event(order, OrderEventKind.NOTE, now=now, user=user, code="refund_left", amount=failed.amount)
            log_event(kind="refund_left", number=order.number, amount=failed.amount)
            refresh_figures(order, now=now)
        return failed


def _locked(refund_id: int) -> tuple[Order, Refund]:
    order = lock_order(Refund.objects.values_list("order_id", flat=True).get(pk=refund_id))
    return order, Refund.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=refund_id)


def _must_be_left(order: Order, failed: Refund, way: str) -> None:
    if way == RefundWay.STRIPE and failed.attempt is None:
        raise RefundRefused("changed")
    if failed.reason in NOT_OF_ORDER:
        if Dispute.objects.blocking_refunds().filter(attempt=failed.attempt).exists():
            raise RefundRefused("disputed")
        left = left_of_attempt(failed.attempt) if failed.attempt is not None else failed.amount
    else:
        standing = standing_of(order)
        if standing.blocked:
            raise RefundRefused(standing.blocked)
        left = standing.left.amount
    if failed.amount > left:
        raise RefundRefused("too_much")
