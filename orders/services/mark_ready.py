"""The shopkeeper has prepared an order."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import FulfillmentStatus, Order, OrderEventKind
from orders.rules.transitions import Step
from orders.services.steps import require
from shops.services.record_event import record_event as log_event


def mark_ready(*, order_id: int, user: Any, now: dt.datetime) -> Order:
    """
    Note that an order is ready, and that the customer must be told. Locks the order. Safe to run twice.

    :raises NotPossibleNow: if it is canceled, handed over or not paid online yet
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if order.fulfillment_status == FulfillmentStatus.READY and not order.is_canceled:
            return order
        require(Step.MARK_READY, order)
        order.fulfillment_status = FulfillmentStatus.READY
        order.ready_at = now
        order.save()
        record_event(order, OrderEventKind.READY, now=now, user=user)
        log_event(kind="order_ready", number=order.number)
        emails.write_order_mail(emails.READY, order, now=now)
        return order
