"""The customer has their order in hand."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import locks
from orders.events import record_event
from orders.models import FulfillmentStatus, Order, OrderEventKind, OrderStatus, PaidWith, PaymentStatus
from orders.rules.transitions import Step
from orders.services.steps import require
from shops.services.record_event import record_event as log_event


def hand_over(*, order_id: int, user: Any, now: dt.datetime, paid_with: str = "") -> Order:
    """
    Complete an order: it left the shop, and what was to be paid at collection is paid now.

    `paid_with` (orders.models.PaidWith) is asked of what is paid now: in cash the total is rounded
    to five cents, and the rounding kept on the order. Locks the order. Safe to run twice.

    :raises NotPossibleNow: if it is canceled or not paid online yet
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if order.status == OrderStatus.COMPLETED:
            return order
        require(Step.HAND_OVER, order)
        if order.payment_status == PaymentStatus.UNPAID:
            order.payment_status = PaymentStatus.PAID
            order.paid_at = now
            order.paid_with = paid_with
            order.rounding_amount = order.cash_rounding if paid_with == PaidWith.CASH else 0
            record_event(order, OrderEventKind.PAID, now=now, user=user, by="counter", code=f"paid_{paid_with or 'counter'}")
        order.fulfillment_status = FulfillmentStatus.HANDED_OVER
        order.status = OrderStatus.COMPLETED
        order.ready_at = order.ready_at or now
        order.handed_over_at = now
        order.hold_expires_at = None
        order.save()
        record_event(order, OrderEventKind.HANDED_OVER, now=now, user=user)
        log_event(kind="order_handed_over", number=order.number)
        return order
