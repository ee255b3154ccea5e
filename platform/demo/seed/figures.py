"""How many looked into a demo shop: as many as a small shop has, more on the days it is open. One shop has none yet."""

import datetime as dt
import random

from demo.seed.content import ShopContent
from kit.clock import in_brussels
from shops.models import DailyFigure, FigureKind

DAYS = 60  # a month, and the one before, to compare with
VISITS_ON_A_DAY = {"sous-verre": 46, "bonne-pioche": 31}
CLOSED = 0.55  # of an open day's visits
PRODUCTS_OF_A_VISIT = 2.3
BASKETS_OF_A_VISIT = 0.09


def seed_figures(shop: ShopContent, *, now: dt.datetime) -> int:
    """Write the days until yesterday into the bound shop, and return how many; none when it has figures already, or shall have none."""
    usual = VISITS_ON_A_DAY.get(shop["slug"])
    if usual is None or DailyFigure.objects.exists():
        return 0
    chance = random.Random(shop["slug"])  # noqa: S311 -- the same figures in every demo
    open_days = {stretch["weekday"] for stretch in shop["hours"]}
    today = in_brussels(now).date()
    rows = []
    for ago in range(DAYS, 0, -1):
        day = today - dt.timedelta(days=ago)
        share = (1 if day.isoweekday() in open_days else CLOSED) * (1 + (DAYS - ago) / (2 * DAYS))  # it becomes known
        rows += _day(day, visits=max(3, round(chance.gauss(usual * share, usual * 0.14))), chance=chance)
    DailyFigure.objects.bulk_create(rows)
    return DAYS


def _day(day: dt.date, *, visits: int, chance: random.Random) -> list[DailyFigure]:
    counts = {
        FigureKind.VISITS: visits,
        FigureKind.PRODUCTS: round(visits * chance.uniform(0.8, 1.2) * PRODUCTS_OF_A_VISIT),
        FigureKind.EMPTY_SEARCHES: chance.choice((0, 0, 1, 1, 2, 3)),
        FigureKind.BASKETS: round(visits * chance.uniform(0.5, 1.5) * BASKETS_OF_A_VISIT),
    }
    return [DailyFigure(day=day, kind=kind, count=count) for kind, count in counts.items() if count]
