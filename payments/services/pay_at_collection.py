"""A customer who has not paid online pays at collection after all."""

import datetime as dt

from django.db import transaction

from catalog.services.stock import OutOfStock, sell_now
from kit.routers import SHOP_ALIAS
from orders import emails
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind, PaymentMethod, PaymentSettings, PaymentStatus
from orders.rules.transitions import NotPossibleNow
from orders.services.steps import quantities_to_sell
from payments.models import PaymentAttempt
from payments.selectors.collected import collected_amount
from payments.services.close_attempt import close_attempt
from payments.services.lose_sight import waits_for_a_person


def pay_at_collection(*, order_id: int, now: dt.datetime) -> Order:
    """
    Let an order that awaits its online payment be paid at collection; it is confirmed at once.

    The payment page is closed first, so that nobody pays twice. What the order holds is sold. Locks
    the order, then the stock. Safe to run twice: an order that awaits nothing stays as it is.

    :raises GatewayError: if the page could not be closed; nothing has changed then
    :raises NotPossibleNow: if the order is delivered, the shop takes no money at the counter, it was called off,
        a part of it was or may have been paid online, or its stock is gone
    """
    attempt = PaymentAttempt.objects.live().filter(order_id=order_id).first()
    if attempt is not None:
        close_attempt(attempt_id=attempt.pk, now=now, hurried=True)
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(order_id)
        if order.payment_status != PaymentStatus.AWAITING:
            return order
        is_offered = order.is_pickup and PaymentSettings.current().at_collection
        may_be_paid = order.payment_attempts.live().exists() or waits_for_a_person(order, now=now) or collected_amount(order)
        if order.is_canceled or not is_offered or may_be_paid:
            raise NotPossibleNow("It cannot be paid at collection.")
        _sell(order, now=now)
        order.payment_method = PaymentMethod.AT_COLLECTION
        order.payment_status = PaymentStatus.UNPAID
        order.hold_expires_at = None
        order.save()
        record_event(order, OrderEventKind.NOTE, now=now, code="pays_at_collection")
        emails.write_order_mail(emails.CONFIRMATION, order, now=now)
        return order


def _sell(order: Order, *, now: dt.datetime) -> None:
    try:
        sell_now(quantities=quantities_to_sell(order), holder=order.holder, reference=order.number or "", now=now)
    except OutOfStock as error:
        raise NotPossibleNow("It is gone.") from error
