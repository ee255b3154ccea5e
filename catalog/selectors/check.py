"""What the shop check asks of the catalog."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from catalog.models import Product, ProductImage
from kit.tenancy import current_tenant
from shops.check import Point
from shops.models import PictureState

ENOUGH = 6  # products, so that the home page is full
FRESH = dt.timedelta(days=60)
PRODUCTS = "bo_products"


def catalog_points(*, now: dt.datetime) -> Iterable[Point]:
    """Return six points about products, photographs and their words; seven queries."""
    own = current_tenant().languages[0]
    online = Product.objects.published().filter(is_example=False)
    shown = ProductImage.objects.filter(product__in=online)
    photos = ProductImage.objects.filter(product=OuterRef("pk")).exclude(state=PictureState.REFUSED)
    count = online[:ENOUGH].count()
    yield Point(
        key="enough",
        title=_("Six products online"),
        why=_("With fewer than six products the shop looks as if it were closing."),
        url_name="bo_product_new",
        is_met=count >= ENOUGH,
        position=13,
    )
    yield Point(
        key="photos",
        title=_("A photo of each product"),
        why=_("A product without a photo is hardly ever bought."),
        url_name=PRODUCTS,
        is_met=not online.filter(~Exists(photos)).exists(),
        position=14,
        is_judged=count > 0,
    )
    yield Point(
        key="alts",
        title=_("Words for each photo"),
        why=_("Customers who can’t see a photo hear what it shows; search engines read it too."),
        url_name=PRODUCTS,
        is_met=not shown.filter(Q(**{f"alt_{own}": ""}) | Q(**{f"alt_{own}": None})).exists(),
        position=15,
        is_judged=shown.exists(),
    )
    yield Point(
        key="names",
        title=_("Names in every language"),
        why=_("A product has no name in one of your languages; in Brussels both French and Dutch are due."),
        url_name=PRODUCTS,
        is_met=not online.filter(_empty("name", current_tenant().languages)).exists(),
        position=16,
        is_judged=count > 0,
    )
    yield Point(
        key="descriptions",
        title=_("A description of each product"),
        why=_("Size, material, taste: what a customer would ask at the counter."),
        url_name=PRODUCTS,
        is_met=not online.filter(_empty("description", (own,))).exists(),
        position=17,
        is_judged=count > 0,
    )
    newest = online.aggregate(newest=Max("published_at"))["newest"]
    yield Point(
        key="fresh",
        title=_("Something new"),
        why=_("Nothing new came online for two months: regulars stop looking."),
        url_name="bo_product_new",
        is_met=newest is None or newest >= now - FRESH,
        position=18,
        is_judged=count > 0,
    )


def _empty(column: str, languages: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}_{code}": ""}) | Q(**{f"{column}_{code}": None}) for code in languages))
