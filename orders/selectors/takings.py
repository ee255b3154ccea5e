"""What came in: today and over the last seven days."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from kit.clock import BRUSSELS, in_brussels
from orders.models import Order, OrderStatus, kept_money

DAYS = 7


@dataclass(frozen=True)
class Day:
    """Takings of one day, in gross cents. `share` is 0 to 100, of the best day shown."""

    date: dt.date
    amount: int
    orders: int
    share: int


@dataclass(frozen=True)
class Takings:
    """The last seven days, today last."""

    days: tuple[Day, ...]

    @property
    def today(self) -> Day:
        return self.days[-1]

    @property
    def total(self) -> int:
        return sum(day.amount for day in self.days)

    @property
    def orders(self) -> int:
        return sum(day.orders for day in self.days)


def takings_until(now: dt.datetime) -> Takings:
    """
    Return what was ordered on each of the last seven days of the shop's street, neither canceled nor a test, without what
    went back; one query.
    """
    today = in_brussels(now).date()
    first = today - dt.timedelta(days=DAYS - 1)
    begins = dt.datetime.combine(first, dt.time.min, tzinfo=BRUSSELS)
    rows = (
        Order.objects.confirmed()
        .real()
        .exclude(status=OrderStatus.CANCELED)
        .filter(placed_at__gte=begins, placed_at__lte=now)
        .order_by()
        .values(date=TruncDate("placed_at", tzinfo=BRUSSELS))
        .annotate(amount=Sum(kept_money()), orders=Count("pk"))
    )
    found = {row["date"]: (row["amount"], row["orders"]) for row in rows}
    best = max([amount for amount, _orders in found.values()], default=0)
    dates = [first + dt.timedelta(days=offset) for offset in range(DAYS)]
    return Takings(tuple(_day(date, *found.get(date, (0, 0)), best=best) for date in dates))


def _day(date: dt.date, amount: int, orders: int, *, best: int) -> Day:
    return Day(date, amount, orders, share=0 if not best else max(2 if amount else 0, round(100 * amount / best)))
