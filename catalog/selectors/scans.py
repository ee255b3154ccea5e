"""How often posters and labels were scanned lately."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

from catalog.models import Product, ScanCount
from catalog.rules.scans import PICKUP, WINDOW, product_of
from kit.clock import in_brussels

DAYS = 30
MOST_PRODUCTS = 10


@dataclass(frozen=True)
class Scans:
    """Scans of the last 30 days; `products` are the labels scanned most, with name and number."""

    window: int
    pickup: int
    labels: int
    products: tuple[tuple[str, int], ...]


def recent_scans(*, now: dt.datetime) -> Scans:
    """Return the scans of today and the 29 days before; two statements."""
    since = in_brussels(now).date() - dt.timedelta(days=DAYS - 1)
    found = ScanCount.objects.filter(day__gte=since).values_list("code").annotate(total=Coalesce(Sum("count"), 0))
    totals = dict(found.order_by("-total", "code"))
    labels = {pk: total for code, total in totals.items() if (pk := product_of(code))}
    leading = dict(list(labels.items())[:MOST_PRODUCTS])
    names = {product.pk: product.name or "" for product in Product.objects.filter(pk__in=leading)}
    return Scans(
        window=totals.get(WINDOW, 0),
        pickup=totals.get(PICKUP, 0),
        labels=sum(labels.values()),
        products=tuple((names[pk], total) for pk, total in leading.items() if pk in names),
    )
