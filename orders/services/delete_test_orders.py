"""The orders that were placed to try the shop go, as if they had never been."""

import datetime as dt

from django.db import transaction

from catalog.services.stock import return_stock
from kit import clock
from kit.routers import SHOP_ALIAS
from orders import locks
from orders.models import Cart, Customer, Order
from orders.services.steps import quantities_of
from shops.services.record_event import record_event


class NoTestOrder(Exception):
    """A real order stays: it can be canceled, and its papers are kept."""


def delete_test_order(*, order_id: int, now: dt.datetime) -> None:
    """
    Delete a test order with its cart; what it had sold goes back on the shelf, and its customer goes if they have no other.

    Mails not sent yet are then not sent. Locks the order, then the stock. Safe to run twice.

    :raises NoTestOrder: if customers placed it
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = Order.objects.filter(pk=order_id).first()
        if order is None:
            return
        if not order.is_test:
            raise NoTestOrder(order.number)
        order = locks.lock_order(order_id)
        if not order.is_canceled:
            return_stock(quantities=quantities_of(order), reference=order.number or "", now=now)
        cart_id, customer_id = order.cart_id, order.customer_id
        record_event(kind="test_order_deleted", number=order.number)
        order.delete()
        if cart_id is not None:
            Cart.objects.filter(pk=cart_id).delete()
        Customer.objects.filter(pk=customer_id, orders=None).delete()


def delete_test_orders(*, now: dt.datetime) -> int:
    """Delete every test order of the bound shop; returns how many. Safe to run twice."""
    found = list(Order.objects.filter(is_test=True).order_by("pk").values_list("pk", flat=True))
    for order_id in found:
        delete_test_order(order_id=order_id, now=now)
    return len(found)


def delete_when_open() -> None:
    """
    Delete the test orders once the opening is committed: what they hold, perhaps the only piece, is for customers now.

    After the commit, as the opening has the settings locked and an order is locked before its stock. Safe to call twice.
    """
    transaction.on_commit(lambda: delete_test_orders(now=clock.now()), using=SHOP_ALIAS, robust=True)
