"""A person of the shop looked in the Stripe account how a payment ended that we can't see any more."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from orders.rules.transitions import NotPossibleNow
from orders.services.mark_paid import StockGone, mark_paid
from payments.models import PaymentAttempt, Told
from payments.selectors.collected import collected_amount
from shops.services.record_event import record_event as log_event


class AlreadyTold(Exception):
    """Somebody was quicker, or Stripe has said it meanwhile. Shown to the person."""


@transaction.atomic(using=SHOP_ALIAS)
def look_up_attempt(*, attempt_id: int, is_paid: bool, user: Any, now: dt.datetime) -> Told:
    """
    Note whether an unseen attempt was paid, and let its order go on; returns what becomes of the money.

    Paid: the order is, if it still can be; else the person is to give the money back in the Stripe account. Not paid: the
    order ends like any other that nobody paid. Locks the order, then the attempt and the stock.

    :raises AlreadyTold: if nobody needs to know it any more
    """
    order_id = PaymentAttempt.objects.filter(pk=attempt_id).values_list("order_id", flat=True).first()
    order = lock_order(order_id) if order_id is not None else None
    attempt = PaymentAttempt.objects.to_look_up().select_for_update().filter(pk=attempt_id).first()
    if order is None or attempt is None:
        raise AlreadyTold(attempt_id)
    attempt.told = _what_becomes(order, attempt, user=user, now=now) if is_paid else Told.UNPAID
    attempt.save(update_fields=["told", "updated_at"])
    if attempt.told != Told.PAID:
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code=f"looked_up_{attempt.told}", amount=attempt.amount)
    log_event(kind="payment_looked_up", number=order.number, amount=attempt.amount, told=str(attempt.told))
    return Told(attempt.told)


def _what_becomes(order: Order, attempt: PaymentAttempt, *, user: Any, now: dt.datetime) -> Told:
    is_enough = collected_amount(order) + attempt.amount >= order.total_amount
    if order.was_paid or not is_enough:
        return Told.TO_RETURN
    try:
        mark_paid(order_id=order.pk, now=now, by="stripe", user=user, code="looked_up_paid")
    except (StockGone, NotPossibleNow):
        return Told.TO_RETURN
    return Told.PAID
