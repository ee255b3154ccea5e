"""
The statements that the storefront's pages are made of, written out.

A shop's pages are read more often than anything else; building these through the ORM cost more
than sending them and drawing the page. They go through the guarded connection like any other:
without a bound shop there is no table to be found.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import NotSupportedError, connections
from django.utils.translation import get_language

from catalog.rules import availability
from catalog.rules.availability import Hold, Standing, standing_of
from catalog.rules.texts import sql_text
from catalog.rules.unit_price import unit_price_of
from kit.routers import SHOP_ALIAS
from kit.storage import media_url
from kit.tenancy import current_tenant
from shops.pages.draft import changes_at
from shops.selectors.frame_values import Photo

Row = dict[str, Any]
HolderNames = Callable[[], availability.HolderNames]  # the names a visitor holds stock under; asked only when something is held

ANY_OF = "= ANY(%s)"
HOLDS = "SELECT variant_id, holder, quantity, expires_at FROM catalog_reservation WHERE variant_id"


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """A variant with its stock as the visitor sees it. Money in gross cents. `options` are (name, value) pairs."""

    id: int
    sku: str
    price: int
    compare_at_price: int | None
    unit_price_amount: int | None
    unit_price_unit: str
    standing: Standing
    options: list[tuple[str, str]]


def language() -> str:
    """Return the language of the page, as two letters."""
    return (get_language() or "fr")[:2]


def select(sql: str, *parameters: Any) -> list[Row]:
    """
    Return the rows of a statement on the bound shop's tables, by column name. The server keeps its plan.

    `sql` is one of a few dozen texts; what varies goes into the parameters.
    """
    connection: Any = connections[SHOP_ALIAS]  # kit.postgres
    try:
        return _fetched(connection, sql, parameters)
    except NotSupportedError:  # "cached plan must not change result type": a migration changed a column since it was planned
        if connection.in_atomic_block:
            raise
        connection.forget_plans()
        return _fetched(connection, sql, parameters)


def _fetched(connection: Any, sql: str, parameters: Sequence[Any]) -> list[Row]:
    with connection.prepared_cursor() as cursor:
        cursor.execute(connection.own_text(sql), parameters)
        names = _column_names.get(sql)
        if names is None:
            names = _column_names[sql] = tuple(column.name for column in cursor.description)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_column_names: dict[str, tuple[str, ...]] = {}  # by statement: psycopg makes an object for each column each time


def card_columns(code: str) -> str:
    """Return the columns of catalog_product (as p) that a card needs."""
    texts = ", ".join(f"{sql_text(f'p.{name}', code)} AS {name}" for name in ("name", "hint", "allergens"))
    return f"p.id, p.slug, p.kind, p.status, p.category_id, p.unit_quantity, p.unit, {texts}"


def variants_of(rows: Iterable[Row], *, mine: HolderNames, now: dt.datetime, with_options: bool = False) -> dict[int, list[VariantFacts]]:
    """
    Return the variants of product rows by product id, in the shop's order: one statement, two when something is held.

    `mine` tells the names the visitor holds under.
    """
    by_id = {row["id"]: row for row in rows}
    found = select(variant_sql(language(), with_options=with_options), list(by_id)) if by_id else []
    reserved = [row["id"] for row in found if row["reserved"]]
    holds = select(f"{HOLDS} {ANY_OF}", reserved) if reserved else []
    return variant_facts(by_id, found, holds, mine=mine, now=now)


def variant_facts(
    by_id: Mapping[int, Row], found: Iterable[Row], held: Iterable[Row], *, mine: HolderNames, now: dt.datetime
) -> dict[int, list[VariantFacts]]:
    """Return variants by product id, from rows of products (by their ids), of `variant_sql` and of HOLDS."""
    holds = _holds(held, now=now)
    names = mine() if holds else {}
    variants: dict[int, list[VariantFacts]] = defaultdict(list)
    for row in found:
        standing = standing_of(on_hand=row["on_hand"], holds=holds.get(row["id"], ()), mine=names, now=now)
        variants[row["product_id"]].append(_facts(row, by_id[row["product_id"]], standing))
    return variants


@cache
def variant_sql(code: str, *, with_options: bool, of: str = ANY_OF) -> str:
    """Return the statement for the variants of some products with their stock; `of` says which, in SQL."""
    columns, joins = "", ""
    for axis in (1, 2) if with_options else ():
        columns += f", {sql_text(f'o{axis}.name', code)} AS option_{axis}, {sql_text(f'w{axis}.name', code)} AS value_{axis}"
        joins += f" LEFT JOIN catalog_optionvalue w{axis} ON w{axis}.id = v.value_{axis}_id"
        joins += f" LEFT JOIN catalog_option o{axis} ON o{axis}.id = w{axis}.option_id"
    return f"""
        SELECT v.id, v.product_id, v.sku, v.price, v.compare_at_price, v.unit_quantity,
               COALESCE(s.on_hand, 0) AS on_hand, COALESCE(s.reserved, 0) AS reserved{columns}
          FROM catalog_variant v LEFT JOIN catalog_stocklevel s ON s.variant_id = v.id{joins}
         WHERE v.product_id {of} ORDER BY v.position, v.id"""  # noqa: S608 -- fixed texts only


def _holds(rows: Iterable[Row], *, now: dt.datetime) -> dict[int, list[Hold]]:
    holds: dict[int, list[Hold]] = defaultdict(list)
    for row in rows:
        holds[row["variant_id"]].append(Hold(**row))
        if row["expires_at"] > now:
            changes_at(row["expires_at"])
    return holds


def _facts(row: Row, product: Row, standing: Standing) -> VariantFacts:
    quantity = row["unit_quantity"] or product["unit_quantity"]
    unit_amount, unit = unit_price_of(price=row["price"], quantity=quantity, unit=product["unit"])
    options = [(row[f"option_{axis}"], row[f"value_{axis}"]) for axis in (1, 2) if row.get(f"value_{axis}")]
    return VariantFacts(row["id"], row["sku"], row["price"], row["compare_at_price"], unit_amount, unit, standing, options)


def photos_of(product_ids: Collection[int], *, lead_only: bool = False) -> dict[int, list[Photo]]:
    """Return the photographs that are ready, by product id, in the shop's order; one statement."""
    return photo_lists(select(photo_sql(language(), lead_only=lead_only), list(product_ids)) if product_ids else ())


def photo_lists(rows: Iterable[Row]) -> dict[int, list[Photo]]:
    """Return photographs by product id, from rows of `photo_sql`."""
    photos: dict[int, list[Photo]] = defaultdict(list)
    for row in rows:
        photos[row["product_id"]].append(_photo(row))
    return photos


@cache
def photo_sql(code: str, *, lead_only: bool, of: str = ANY_OF) -> str:
    """Return the statement for the photographs of some products that are ready; `of` says which, in SQL."""
    distinct = "DISTINCT ON (i.product_id) " if lead_only else ""
    return f"""
        SELECT {distinct}i.product_id, i.files::text AS files, i.width, i.height, {sql_text("i.alt", code)} AS alt
          FROM catalog_productimage i WHERE i.product_id {of} AND i.state = 'ready'
         ORDER BY i.product_id, i.position, i.id"""  # noqa: S608 -- fixed texts only


def _photo(row: Row) -> Photo:
    return _photo_of(current_tenant().id, row["files"], row["width"], row["height"], row["alt"])


@lru_cache(maxsize=4096)
def _photo_of(tenant_id: int, files: str, width: int, height: int, alt: str) -> Photo:
    """Return a photograph of the bound shop, whose id is `tenant_id`: only its own files have an address."""
    renditions = tuple((file["width"], media_url(file["avif"]), media_url(file["jpeg"])) for file in json.loads(files))
    return Photo(renditions, width, height, alt)
