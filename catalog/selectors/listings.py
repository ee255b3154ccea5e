"""Lists of products: a category, all of them, the home page's choice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from catalog.models import Product, ProductStatus
from catalog.rules.texts import sql_text
from catalog.selectors._rows import HolderNames, language, select
from catalog.selectors.goods import Goods, ask_goods, by_what_was_told, cards_of, cards_with_ids
from catalog.selectors.storefront import ProductCard

PER_PAGE = 24
LAST_PAGE = 10**9  # who asks for a later one is given the last there is
NEWEST, CHEAPEST, DEAREST, BY_NAME = "", "price", "-price", "name"
SORTS = (NEWEST, CHEAPEST, DEAREST, BY_NAME)
FOR_THE_HOME_PAGE, AS_THE_SHOP_WISHES = "home", "menu"

_HAS_STOCK = """EXISTS (SELECT FROM catalog_stocklevel s JOIN catalog_variant v ON v.id = s.variant_id
                                   WHERE v.product_id = p.id AND s.on_hand > {})"""
_LOWEST = "(SELECT MIN(v.price) FROM catalog_variant v WHERE v.product_id = p.id)"


class Ids(Protocol):
    """Product ids in an order, of which a part can be asked for: what a Paginator wants, such as a queryset."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Iterable[int]: ...


def published_products() -> QuerySet[Product]:
    """Return the published products, without the rewriting that modeltranslation's manager does."""
    return QuerySet(Product).filter(status=ProductStatus.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Listing:
    """
    The ids of published products, what is gone last, in the wanted order. An unknown `sort` is the newest first.

    `only_available` leaves out what nobody can buy now.
    """

    category_id: int | None = None
    only_available: bool = False
    sort: str = NEWEST

    @property
    def source(self) -> str:
        """Which products these are, in SQL."""
        shelf = "" if self.category_id is None else " AND p.category_id = %s"
        stock = f" AND {_HAS_STOCK.format('s.reserved')}" if self.only_available else ""
        return f"FROM catalog_product p WHERE p.status = 'published'{shelf}{stock}"

    @property
    def parameters(self) -> tuple[int, ...]:
        """What `source` leaves open."""
        return () if self.category_id is None else (self.category_id,)


@cache
def _order(sort: str, code: str) -> str:
    is_there, newest = f"{_HAS_STOCK.format(0)} DESC", "p.published_at DESC NULLS LAST, p.id DESC"
    return {
        CHEAPEST: f"{is_there}, {_LOWEST}, p.id DESC",
        DEAREST: f"{is_there}, {_LOWEST} DESC, p.id DESC",
        BY_NAME: f"{is_there}, ext.fold({sql_text('p.name', code)}), p.id",
        FOR_THE_HOME_PAGE: f"p.is_featured DESC, {is_there}, p.position, {newest}",
        AS_THE_SHOP_WISHES: "p.position, p.id",
    }.get(sort, f"{is_there}, {newest}")


def page_of(found: Ids, number: str | None, *, mine: HolderNames, now: dt.datetime) -> Page[ProductCard]:
    """
    Return one page of cards; a number that is none, or too large, is the nearest page there is.

    Three statements for any number of products.
    """
    page: Page[Any] = Paginator(found, PER_PAGE).get_page(number)  # type: ignore[type-var, arg-type]
    page.object_list = tuple(cards_of(list(page.object_list), mine=mine, now=now))
    return page


def listing_page(found: Listing, number: str | None, *, mine: HolderNames, now: dt.datetime) -> Page[ProductCard]:
    """Return one page of a list, as `page_of` does: one statement, two when there is no page of that number."""
    wanted = _page_number(number)
    count, cards = _ask_page(found, wanted, mine=mine, now=now)
    page: Page[Any] = Paginator(range(count), PER_PAGE).get_page(number)
    if page.number != wanted:
        _count, cards = _ask_page(found, page.number, mine=mine, now=now)
    page.object_list = cards
    return page


def _page_number(text: str | None) -> int:
    try:
        return min(max(int(text or 1), 1), LAST_PAGE)
    except ValueError:
        return 1


def _ask_page(found: Listing, number: int, *, mine: HolderNames, now: dt.datetime) -> tuple[int, tuple[ProductCard, ...]]:
    order = _order(found.sort, language())
    told = ask_goods(
        f"SELECT p.id, row_number() OVER (ORDER BY {order}) AS place {found.source} ORDER BY place LIMIT %s OFFSET %s",
        *(*found.parameters, PER_PAGE, (number - 1) * PER_PAGE, *found.parameters),
        about=f"SELECT count(*) AS number {found.source}",
        lead_only=True,
    )
    return _page(told, mine=mine, now=now)


@by_what_was_told(most=128)  # about 40 kB each
def _page(goods: Goods) -> tuple[int, tuple[ProductCard, ...]]:
    return goods.about["number"], tuple(card for _id, card in cards_with_ids(goods))


def first_of_each(lists: Sequence[tuple[Listing, int]]) -> list[tuple[list[int], int]]:
    """Return for each list its first so many ids, and how many it has in all: one statement for any number of lists, none for none."""
    if not lists:
        return []
    columns, parameters = [], []
    for place, (found, count) in enumerate(lists):
        columns += [
            f"ARRAY(SELECT p.id {found.source} ORDER BY {_order(found.sort, language())} LIMIT %s) AS ids_{place}",
            f"(SELECT count(*) {found.source}) AS total_{place}",
        ]
        parameters += [*found.parameters, count, *found.parameters]
    (row,) = select(f"SELECT {', '.join(columns)}", *parameters)
    return [(list(row[f"ids_{place}"]), int(row[f"total_{place}"])) for place in range(len(lists))]
