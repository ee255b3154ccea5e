"""All the money of an order went back."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import locks
from orders.events import record_event
from orders.models import Order, OrderEventKind, PaymentStatus


def mark_refunded(*, order_id: int, amount: int, now: dt.datetime) -> Order:
    """
    Record that the whole payment of an order, `amount` cents, was returned to the customer.

    Locks the order. Safe to run twice; an order that is not paid stays as it is.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if order.payment_status == PaymentStatus.PAID:
            order.payment_status = PaymentStatus.REFUNDED
            order.save(update_fields=["payment_status", "updated_at"])
            record_event(order, OrderEventKind.NOTE, now=now, code="refunded", amount=amount)
        return order
