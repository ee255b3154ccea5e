"""The orders as the backoffice's pages arrange them: by tab, by day."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from kit.clock import in_brussels
from orders.models import Order, OrderStatus
from orders.selectors.backoffice import orders_awaiting_transfer, orders_done, orders_ready, orders_to_prepare, search_orders

BOARD_LIMIT = 40  # orders on the first page; the list has them all


@dataclass(frozen=True)
class DayOfOrders:
    """Orders to prepare that were placed on one day of the shop's street."""

    day: dt.date
    orders: list[Order]


def to_prepare_by_day() -> list[DayOfOrders]:
    """Return the orders to prepare, at most BOARD_LIMIT, by the day they were placed, oldest first."""
    orders = orders_to_prepare()[:BOARD_LIMIT]
    return [DayOfOrders(day, list(group)) for day, group in groupby(orders, key=lambda order: in_brussels(order.placed_at).date())]


def order_list(*, tab: str, query: str, by_contact: bool = True) -> QuerySet[Order]:
    """Return the orders of a tab with their lines; a search looks through all of them, whatever the tab."""
    if query.strip():
        return search_orders(query, by_contact=by_contact)
    if tab == "to_prepare":
        return orders_to_prepare()
    if tab == "ready":
        return orders_ready()
    if tab == "awaiting":
        return orders_awaiting_transfer()
    return orders_done() if tab == "done" else Order.objects.prefetch_related("lines").order_by("-pk")


def count_by_tab() -> dict[str, int]:
    """Return how many orders each tab holds."""
    return {
        "to_prepare": count_to_prepare(),
        "ready": orders_ready().order_by().count(),
        "awaiting": orders_awaiting_transfer().order_by().count(),
        "done": orders_done().order_by().count(),
        "all": Order.objects.count(),
    }


def count_to_prepare() -> int:
    """Return how many orders are to be prepared."""
    return orders_to_prepare().order_by().count()


def orders_of_customer(customer_id: int) -> int:
    """Return how many confirmed orders a customer placed that were not canceled."""
    return Order.objects.confirmed().real().exclude(status=OrderStatus.CANCELED).filter(customer_id=customer_id).count()
