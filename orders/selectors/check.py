"""What the shop check asks of orders: that one can pay, and that customers are not kept waiting."""

import datetime as dt
from collections.abc import Iterable
from statistics import median

from django.utils.translation import gettext as _

from orders.models import Order
from orders.payment_methods import online_provider
from orders.selectors.backoffice import orders_to_prepare
from shops.check import Point
from shops.models import ShopSettings

LONGEST_WAIT = dt.timedelta(days=2)
ANSWERED_WITHIN = dt.timedelta(hours=24)
LOOKS_BACK = dt.timedelta(days=30)
MOST = 200


def order_points(*, now: dt.datetime) -> Iterable[Point]:
    """Return three points about payment and waiting; five queries."""
    yield Point(
        key="pay",
        title=_("Getting paid"),
        why=_("The law asks for one way to pay without cash, online or at your counter."),
        url_name="bo_payments",
        is_met=online_provider() is not None or ShopSettings.objects.filter(takes_cards=True).exists(),
        position=12,
    )
    yield Point(
        key="waiting",
        title=_("No order forgotten"),
        why=_("An order has waited for more than two days: prepare it, or write to the customer."),
        url_name="bo_orders",
        is_met=not orders_to_prepare().real().order_by().filter(placed_at__lt=now - LONGEST_WAIT).exists(),  # type: ignore[attr-defined]
        position=19,
        is_judged=Order.objects.confirmed().real().exists(),
    )
    waits = _waits(now)
    yield Point(
        key="answer_time",
        title=_("Ready within a day"),
        why=_("Half of last month’s orders took more than a day to be ready: customers remember how long they wait."),
        url_name="bo_orders",
        is_met=bool(waits) and median(waits) <= ANSWERED_WITHIN.total_seconds(),
        position=20,
        is_judged=bool(waits),
    )


def _waits(now: dt.datetime) -> list[float]:
    """Return how many seconds it took until each order of the last month was ready."""
    times = Order.objects.real().filter(placed_at__gte=now - LOOKS_BACK, ready_at__isnull=False)
    return [(ready - placed).total_seconds() for placed, ready in times.values_list("placed_at", "ready_at")[:MOST] if ready]
