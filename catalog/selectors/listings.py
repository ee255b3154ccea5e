"""Lists of products: a category, all of them, the home page's choice."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Func, Min, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from catalog.models import Product, ProductStatus, StockLevel
from catalog.rules.texts import FALLBACK
from catalog.selectors._rows import HolderNames
from catalog.selectors.storefront import ProductCard, cards_of

PER_PAGE = 24
NEWEST, CHEAPEST, DEAREST, BY_NAME = "", "price", "-price", "name"
SORTS = (NEWEST, CHEAPEST, DEAREST, BY_NAME)


def published_products() -> QuerySet[Product]:
    """Return the published products, without the rewriting that modeltranslation's manager does."""
    return QuerySet(Product).filter(status=ProductStatus.PUBLISHED)


def listed_products(*, category_id: int | None = None, only_available: bool = False, sort: str = NEWEST) -> QuerySet[Product]:
    """
    Return the published products, what is gone last, in the wanted order. An unknown `sort` is the newest first.

    `only_available` leaves out what nobody can buy now.
    """
    found = published_products()
    if category_id is not None:
        found = found.filter(category_id=category_id)
    stock = StockLevel.objects.filter(variant__product=OuterRef("pk"))
    if only_available:
        found = found.filter(Exists(stock.filter(on_hand__gt=F("reserved"))))
    found = found.annotate(is_there=Exists(stock.filter(on_hand__gt=0)))
    if sort in (CHEAPEST, DEAREST):
        found = found.annotate(lowest=Min("variants__price"))
    return found.order_by("-is_there", *_order(sort))


def _order(sort: str) -> list[str | Combinable]:
    if sort == CHEAPEST:
        return ["lowest", "-id"]
    if sort == DEAREST:
        return ["-lowest", "-id"]
    if sort == BY_NAME:
        return [_folded_name(), "id"]
    return [F("published_at").desc(nulls_last=True), "-id"]


def _folded_name() -> Func:
    own = get_language() or "fr"
    texts = [NullIf(F(f"name_{code}"), Value("")) for code in (own, *FALLBACK)]
    return Func(Coalesce(*texts, Value("")), function="ext.fold")


def page_of(found: QuerySet[Product], number: str | None, *, mine: HolderNames, now: dt.datetime) -> Page[ProductCard]:
    """
    Return one page of cards; a number that is none, or too large, is the nearest page there is.

    Five statements for any number of products, six when something on the page is held.
    """
    page: Page[Any] = Paginator(found.values_list("id", flat=True), PER_PAGE).get_page(number)
    page.object_list = cards_of(list(page.object_list), mine=mine, now=now)
    return page


def home_choice(*, count: int, mine: HolderNames, now: dt.datetime) -> tuple[list[ProductCard], int]:
    """
    Return the products for the home page, and how many the shop has online.

    What the shopkeeper put there comes first, then the newest; at most five statements, six when something is held.
    """
    found = listed_products()
    chosen = found.order_by("-is_featured", F("is_there").desc(), "position", F("published_at").desc(nulls_last=True), "-id")
    ids = list(chosen.values_list("id", flat=True)[: count + 1])
    total = len(ids) if len(ids) <= count else published_products().count()
    return cards_of(ids[:count], mine=mine, now=now), total


def menu_cards(*, limit: int, mine: HolderNames, now: dt.datetime) -> list[ProductCard]:
    """Return up to `limit` products in the shop's own order, without photographs; three statements."""
    found = listed_products().order_by("position", "id")
    return cards_of(list(found.values_list("id", flat=True)[:limit]), mine=mine, now=now, with_photos=False)
