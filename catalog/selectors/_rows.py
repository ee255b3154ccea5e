"""
The few statements that the storefront's pages are made of: plain rows, all languages side by side.

They go past modeltranslation and model instances: a list of products is read more often than
anything else, and neither is needed to show one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from catalog.models import Product, ProductImage, Reservation, Variant
from catalog.rules.availability import Hold, Standing, standing_of
from catalog.rules.texts import column, columns
from catalog.rules.unit_price import unit_price_of
from kit.storage import media_url
from shops.models import PictureState
from shops.selectors.frame import Photo

Row = dict[str, Any]
HolderNames = Callable[[], Collection[str]]  # the names a visitor holds stock under; asked only when something is held

CARD_COLUMNS = ("id", "slug", "kind", "status", "category_id", "unit_quantity", "unit", *columns("name", "hint", "allergens"))
_VARIANT_COLUMNS = ("id", "product_id", "sku", "price", "compare_at_price", "unit_quantity", "stock__on_hand", "stock__reserved")
_OPTION_COLUMNS = (
    "value_1_id",
    "value_2_id",
    *columns("name", prefix="value_1__"),
    *columns("name", prefix="value_2__"),
    *columns("name", prefix="value_1__option__"),
    *columns("name", prefix="value_2__option__"),
)


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """A variant with its stock as the visitor sees it. Money in gross cents."""

    id: int
    sku: str
    price: int
    compare_at_price: int | None
    unit_price_amount: int | None
    unit_price_unit: str
    standing: Standing
    row: Row


def products() -> QuerySet[Product]:
    """Return all products, without the rewriting that modeltranslation's manager does."""
    return QuerySet(Product)


def variants_of(rows: Iterable[Row], *, mine: HolderNames, now: dt.datetime, with_options: bool = False) -> dict[int, list[VariantFacts]]:
    """
    Return the variants of product rows by product id, in the shop's order: one statement, two when something is held.

    `mine` tells the names the visitor holds under.
    """
    by_id = {row["id"]: row for row in rows}
    wanted = (*_VARIANT_COLUMNS, *_OPTION_COLUMNS) if with_options else _VARIANT_COLUMNS
    found = list(QuerySet(Variant).filter(product_id__in=list(by_id)).order_by("position", "id").values(*wanted)) if by_id else []
    holds = _holds([row["id"] for row in found if row["stock__reserved"]])
    names = mine() if holds else ()
    variants: dict[int, list[VariantFacts]] = defaultdict(list)
    for row in found:
        standing = standing_of(on_hand=row["stock__on_hand"] or 0, holds=holds.get(row["id"], ()), mine=names, now=now)
        variants[row["product_id"]].append(_facts(row, by_id[row["product_id"]], standing))
    return variants


def _holds(variant_ids: list[int]) -> dict[int, list[Hold]]:
    holds: dict[int, list[Hold]] = defaultdict(list)
    if variant_ids:
        rows = Reservation.objects.filter(variant_id__in=variant_ids)
        for values in rows.values_list("variant_id", "holder", "quantity", "expires_at"):
            holds[values[0]].append(Hold(*values))
    return holds


def _facts(row: Row, product: Row, standing: Standing) -> VariantFacts:
    quantity = row["unit_quantity"] or product["unit_quantity"]
    unit_amount, unit = unit_price_of(price=row["price"], quantity=quantity, unit=product["unit"])
    return VariantFacts(row["id"], row["sku"], row["price"], row["compare_at_price"], unit_amount, unit, standing, row)


def photos_of(product_ids: Collection[int], *, language: str, lead_only: bool = False) -> dict[int, list[Photo]]:
    """Return the photographs that are ready, by product id, in the shop's order; one statement."""
    images = QuerySet(ProductImage).filter(product_id__in=list(product_ids), state=PictureState.READY)
    images = images.order_by("product_id", "position", "id")
    if lead_only:
        images = images.distinct("product_id")
    photos: dict[int, list[Photo]] = defaultdict(list)
    for row in images.values("product_id", "files", "width", "height", *columns("alt")) if product_ids else ():
        photos[row["product_id"]].append(_photo(row, language))
    return photos


def _photo(row: Row, language: str) -> Photo:
    renditions = tuple((file["width"], media_url(file["avif"]), media_url(file["jpeg"])) for file in row["files"])
    return Photo(renditions, row["width"], row["height"], column(row, "alt", language))
