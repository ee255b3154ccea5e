"""
Products as pages show them, with variants, stock, holds and photographs: one statement for any number of them.

It answers in JSON: of one text a page can be made once, and made again only when the text says something else. So a
page costs the asking, and what is shown is what the database has just said. What is held is told apart, as who looks and when
decides what that means: so the holds that run, and whose they are, are part of what an answer is remembered by.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache, wraps
from typing import Any, NamedTuple, TypeVar

from catalog.rules.availability import Hold
from catalog.selectors._rows import (
    HOLDS,
    HolderNames,
    Row,
    VariantFacts,
    card_columns,
    language,
    photo_lists,
    photo_sql,
    select,
    variant_facts,
    variant_sql,
)
from catalog.selectors.storefront import ProductCard, card_of
from kit.tenancy import current_tenant
from shops.pages.draft import changes_at
from shops.selectors.frame_values import Photo

V = TypeVar("V")

_CHOSEN = "IN (SELECT id FROM which)"
_IN_THIS_ORDER = "SELECT id, place FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)"
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)  # only holds that run are looked at
_NO_PHOTOS = "SELECT NULL WHERE false"


class Told(NamedTuple):
    """What the database said of some products, as JSON: `holds` is None where nothing of them is held."""

    said: str
    holds: str | None


@dataclass(frozen=True, slots=True)
class Goods:
    """Rows of products in the order that was asked for, and what belongs to them by their ids. `about` is what else was asked."""

    rows: list[Row]
    variants: dict[int, list[VariantFacts]]
    photos: dict[int, list[Photo]]
    about: Any


def ask_goods(
    which: str, *parameters: Any, about: str = "SELECT NULL", with_options: bool = False, with_photos: bool = True, lead_only: bool = False
) -> Told:
    """
    Ask for products in one statement.

    `which` is the SQL of their ids and of their `place` in the order; `about` that of one row or value more. The
    parameters are those of the former, then those of the latter.
    """
    sql = _goods_sql(language(), which, about, with_options=with_options, with_photos=with_photos, lead_only=lead_only)
    (row,) = select(sql, *parameters)
    return Told(row["said"], row["holds"])


@cache
def _goods_sql(code: str, which: str, about: str, *, with_options: bool, with_photos: bool, lead_only: bool) -> str:
    return f"""
        SELECT said, holds FROM (
          WITH which AS MATERIALIZED ({which}),
               products AS (SELECT {card_columns(code)} FROM which JOIN catalog_product p USING (id) ORDER BY which.place),
               variants AS MATERIALIZED ({variant_sql(code, with_options=with_options, of=_CHOSEN)}),
               photos AS ({photo_sql(code, lead_only=lead_only, of=_CHOSEN) if with_photos else _NO_PHOTOS}),
               about AS ({about}),
               holds AS ({HOLDS} IN (SELECT id FROM variants WHERE reserved > 0))
          SELECT json_build_object('products', (SELECT json_agg(products) FROM products),
                                   'variants', (SELECT json_agg(variants) FROM variants),
                                   'photos', (SELECT json_agg(photos) FROM photos),
                                   'about', (SELECT to_json(about) FROM about))::text AS said,
                 (SELECT json_agg(holds) FROM holds)::text AS holds
        ) told"""  # noqa: S608 -- fixed texts only; it begins with SELECT, so kit.postgres.changes knows that it writes nothing


def _goods_of(said: str, holds: Sequence[Row], names: HolderNames) -> Goods:
    told = json.loads(said)
    rows = told["products"] or []
    by_id = {row["id"]: row for row in rows}
    variants = variant_facts(by_id, told["variants"] or (), holds, mine=names, now=_LONG_AGO)
    return Goods(rows, variants, photo_lists(told["photos"] or ()), told["about"])


def _running(told: Told, *, now: dt.datetime) -> tuple[Hold, ...]:
    """Return the holds that have not run out, and note on the page that it changes when the first does."""
    holds = tuple(Hold(**{**row, "expires_at": dt.datetime.fromisoformat(row["expires_at"])}) for row in json.loads(told.holds or "[]"))
    running = tuple(hold for hold in holds if hold.expires_at > now)
    for hold in running:
        changes_at(hold.expires_at)
    return running


def by_what_was_told(*, most: int) -> Callable[[Callable[..., V]], Callable[..., V]]:
    """
    Let a function of goods take what was told of them, and remember its last `most` answers by exactly that.

    Beside it stand the holds that run, and which of them are the visitor's. Its answer must depend on nothing but the goods, the
    language, the bound shop and its own arguments, and must not be changed.
    """

    def decorate(make: Callable[..., V]) -> Callable[..., V]:
        @lru_cache(maxsize=most)
        def remembered(tenant_id: int, code: str, said: str, holds: tuple[Hold, ...], own: tuple[Any, ...], *arguments: Any) -> V:
            rows = [asdict(hold) for hold in holds]
            return make(_goods_of(said, rows, lambda: dict(own)), *arguments)

        @wraps(make)
        def answer(told: Told, *arguments: Any, mine: HolderNames, now: dt.datetime) -> V:
            holds = _running(told, now=now)
            names = mine() if told.holds else {}
            own = tuple((holder, names[holder]) for holder in sorted({hold.holder for hold in holds}) if holder in names)
            return remembered(current_tenant().id, language(), told.said, holds, own, *arguments)

        return answer

    return decorate


def cards_with_ids(goods: Goods) -> tuple[tuple[int, ProductCard], ...]:
    """Return the cards of goods with their products' ids, in order."""
    return tuple(
        (row["id"], card_of(row, goods.variants[row["id"]], goods.photos.get(row["id"], ())))
        for row in goods.rows
        if row["id"] in goods.variants
    )


def cards_of(ids: Sequence[int], *, mine: HolderNames, now: dt.datetime, with_photos: bool = True) -> list[ProductCard]:
    """Return the cards of products in the order of `ids`: one statement, none without ids."""
    return list(cards_by_id(ids, mine=mine, now=now, with_photos=with_photos).values())


def cards_by_id(ids: Sequence[int], *, mine: HolderNames, now: dt.datetime, with_photos: bool = True) -> dict[int, ProductCard]:
    """Return the cards of products by their ids, in the order of `ids`; as many statements as `cards_of`."""
    if not ids:
        return {}
    return dict(_remembered_cards(ask_goods(_IN_THIS_ORDER, list(ids), with_photos=with_photos, lead_only=True), mine=mine, now=now))


_remembered_cards = by_what_was_told(most=128)(cards_with_ids)  # about 40 kB each
