"""How many came, looked, searched, began a basket and ordered, day by day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate

from kit.clock import BRUSSELS, in_brussels
from orders.models import Order, OrderStatus
from shops.models import DailyFigure, FigureKind

ORDERS = "orders"
KINDS = (*FigureKind.values, ORDERS)


@dataclass(frozen=True)
class Series:
    """One kind of figure over a stretch of days, the last one today. `before` is the total of as many days before."""

    kind: str
    days: tuple[tuple[dt.date, int], ...]
    before: int

    @property
    def total(self) -> int:
        return sum(count for _day, count in self.days)

    @property
    def best(self) -> int:
        return max((count for _day, count in self.days), default=0)


def figures_until(now: dt.datetime, *, days: int) -> list[Series]:
    """Return each kind of figure over the last `days` days of the shop's street, in the order of KINDS; two statements."""
    today = in_brussels(now).date()
    stretch = [today - dt.timedelta(days=ago) for ago in range(2 * days - 1, -1, -1)]
    counts = {**_counted(stretch[0], today), ORDERS: _ordered(stretch[0], now)}
    return [_series(kind, stretch, counts.get(kind, {}), days) for kind in KINDS]


def _series(kind: str, stretch: list[dt.date], counts: Mapping[dt.date, int], days: int) -> Series:
    before, shown = stretch[:days], stretch[days:]
    return Series(kind, tuple((day, counts.get(day, 0)) for day in shown), sum(counts.get(day, 0) for day in before))


def _counted(first: dt.date, last: dt.date) -> dict[str, dict[dt.date, int]]:
    found: dict[str, dict[dt.date, int]] = {}
    for kind, day, count in DailyFigure.objects.filter(day__range=(first, last)).values_list("kind", "day", "count"):
        found.setdefault(kind, {})[day] = count
    return found


def _ordered(first: dt.date, now: dt.datetime) -> dict[dt.date, int]:
    begins = dt.datetime.combine(first, dt.time.min, tzinfo=BRUSSELS)
    placed = Order.objects.confirmed().real().exclude(status=OrderStatus.CANCELED).filter(placed_at__gte=begins, placed_at__lte=now)
    rows = placed.order_by().values(day=TruncDate("placed_at", tzinfo=BRUSSELS)).annotate(number=Count("pk"))
    return {row["day"]: row["number"] for row in rows}
