"""The shopkeeper has prepared an order."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import FulfillmentStatus, Order, OrderEventKind, PaymentSettings, PaymentStatus
from orders.rules.collection import kept_until
from orders.rules.transitions import Step
from orders.services.steps import require
from shops.services.record_event import record_event as log_event
from tenants.services.wake_up import wake_up_at


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
        _keep_for_a_while(order, now=now)
        order.save()
        record_event(order, OrderEventKind.READY, now=now, user=user)
        log_event(kind="order_ready", number=order.number)
        emails.write_order_mail(emails.READY, order, now=now)
        return order


def _keep_for_a_while(order: Order, *, now: dt.datetime) -> None:
    """Say until when an order is kept that its customer collects and pays then; what is paid is kept without end."""
    if order.payment_status != PaymentStatus.UNPAID or not order.is_pickup or order.is_test:
        return
    order.hold_expires_at = kept_until(now, days=PaymentSettings.current().collection_days)
    if order.hold_expires_at is not None:
        wake_up_at(order.hold_expires_at)
