"""Nobody came for an order that was to be paid at collection: it is called off."""

import datetime as dt

from django.db import transaction

from catalog.services.stock import return_stock
from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import FulfillmentStatus, Order, OrderEventKind, OrderStatus, PaymentSettings, PaymentStatus
from orders.services.steps import quantities_of


def expire_uncollected_orders(*, now: dt.datetime) -> int:
    """Call off every order that waited for its customer long enough; returns how many. A chore, safe to run twice."""
    due = Order.objects.open().filter(
        payment_status=PaymentStatus.UNPAID, fulfillment_status=FulfillmentStatus.READY, hold_expires_at__lte=now
    )
    return sum(expire_uncollected_order(order_id=order_id, now=now) for order_id in due.order_by("pk").values_list("pk", flat=True))


def expire_uncollected_order(*, order_id: int, now: dt.datetime) -> bool:
    """
    Cancel an order that nobody collected in time and tell the customer; returns whether it did.

    What it held goes back on the shelf where the shop wants that (a chair does, bread does not). Only orders that
    were given a last day when they became ready: a shop that sets fewer days leaves the promise of
    the mail alone. Locks the order, then the stock. Safe to run twice.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if not _is_due(order, now=now):
            return False
        order.status = OrderStatus.CANCELED
        order.canceled_at = now
        order.save()
        is_back = PaymentSettings.current().restock
        if is_back:
            return_stock(quantities=quantities_of(order), reference=order.number or "", now=now)
        code = "not_collected_restocked" if is_back else "not_collected"
        record_event(order, OrderEventKind.CANCELED, now=now, code=code)
        emails.write_order_mail(emails.NOT_COLLECTED, order, now=now)
        return True


def _is_due(order: Order, *, now: dt.datetime) -> bool:
    stands = (order.status, order.payment_status, order.fulfillment_status)
    waits = (OrderStatus.OPEN, PaymentStatus.UNPAID, FulfillmentStatus.READY)
    return stands == waits and order.hold_expires_at is not None and order.hold_expires_at <= now
