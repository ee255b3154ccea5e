"""A refund that Stripe knows of: ours, or one that somebody made in the Stripe account."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.gateways.base import RefundFacts
from payments.models import PaymentAttempt, Refund, RefundReason, RefundState
from payments.models.refund import USELESS
from payments.services.keep_refund import apply_refund
from payments.services.order_figures import refresh_figures
from payments.services.refund_mails import tell_customer
from shops.services.record_event import record_event as log_event


def take_refund(*, attempt: PaymentAttempt, facts: RefundFacts, now: dt.datetime, wanted_by: Refund | None = None) -> Refund:
    """
    Return our row of a refund of `attempt`, made now when nobody told us of it before.

    It is known by Stripe's id, or by the name that we gave it (its answer was lost). `wanted_by` is a
    refund of ours that Stripe refused as there is nothing left: a stranger's refund of that amount takes
    its place. Locks the order; however many tell of it at once, it is one row. Safe to run twice.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(attempt.order_id)
        known = Refund.objects.filter(stripe_refund_id=facts.id, attempt=attempt).first() or _named(attempt, facts)
        if known is None and wanted_by is not None and wanted_by.amount == facts.amount:
            known = Refund.objects.filter(pk=wanted_by.pk, state=RefundState.NEW, stripe_refund_id="").first()
        if known is None:
            known = _new_row(order, attempt, facts, now=now)
    return apply_refund(refund_id=known.pk, facts=facts, now=now)


def _named(attempt: PaymentAttempt, facts: RefundFacts) -> Refund | None:
    """Return the row that a refund names, if it has no other; names can be written by the shop's people, so the amount must fit."""
    name = facts.metadata.get("refund", "")
    return Refund.objects.filter(public_id=name, attempt=attempt, amount=facts.amount, stripe_refund_id="").first() if name else None


def _new_row(order: Order, attempt: PaymentAttempt, facts: RefundFacts, *, now: dt.datetime) -> Refund:
    is_over = facts.status in ("failed", "canceled")  # nobody was told of it, so nobody must be told that it fails
    useless = attempt.refunds.filter(is_automatic=True, reason__in=USELESS).first()
    refund = Refund.objects.create(
        order=order,
        attempt=attempt,
        amount=facts.amount,
        reason=useless.reason if useless else RefundReason.AT_STRIPE,
        state=RefundState.NEW if is_over else RefundState.PENDING,
        stripe_refund_id=facts.id,
        is_automatic=False,
        is_external=True,
    )
    record_event(order, OrderEventKind.NOTE, now=now, code="refund_at_stripe", amount=facts.amount)
    log_event(kind="refund_at_stripe", number=order.number, amount=facts.amount)
    refresh_figures(order, now=now)
    if not is_over:
        tell_customer(order, refund, now=now)
    return refund
