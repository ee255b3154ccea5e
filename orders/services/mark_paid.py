"""The money for an order came in."""

import datetime as dt
from typing import Any

from django.db import transaction

from catalog.services.stock import OutOfStock, sell_now
from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import Order, OrderEventKind, OrderStatus, PaymentMethod, PaymentStatus
from orders.rules.transitions import NotPossibleNow, Step
from orders.services.steps import quantities_to_sell, require


class StockGone(Exception):
    """The order had expired and what it asked for is sold to others: the money must go back."""


def mark_paid(*, order_id: int, now: dt.datetime, by: str = "", user: Any = None, code: str = "") -> Order:
    """
    Record that an order is paid; `by` says with what ("stripe", "counter"), for its history;
    `code` names words about it (orders.events).

    What the order holds is sold; if its hold is gone, it takes what is free. An order that expired
    lives again when its stock is still there. The confirmation is sent once. Locks the order, then
    the stock. Safe to call twice: an order that is paid stays as it is.

    :raises StockGone: if what was ordered is not there any more; nothing has changed then
    :raises NotPossibleNow: if a person canceled the order before the money came
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if order.was_paid:
            return order
        require(Step.PAY, order)
        if order.is_canceled and order.events.filter(kind=OrderEventKind.CANCELED).exists():
            raise NotPossibleNow("A person canceled it.")
        if order.payment_status == PaymentStatus.AWAITING:
            _sell(order, now=now)
        order.status = OrderStatus.OPEN
        order.canceled_at = None
        order.hold_expires_at = None
        order.payment_status = PaymentStatus.PAID
        if by == "stripe" and order.payment_method == PaymentMethod.AT_COLLECTION:
            order.payment_method = PaymentMethod.ONLINE  # it was to be paid at the counter, and was paid online all the same
        order.paid_at = now
        order.save()
        record_event(order, OrderEventKind.PAID, now=now, user=user, by=by, **({"code": code} if code else {}))
        emails.write_order_mail(emails.CONFIRMATION, order, now=now)
        return order


def _sell(order: Order, *, now: dt.datetime) -> None:
    try:
        sell_now(quantities=quantities_to_sell(order), holder=order.holder, reference=order.number or "", now=now)
    except OutOfStock as error:
        raise StockGone(order.number) from error
