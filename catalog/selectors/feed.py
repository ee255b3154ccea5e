"""What is online as comparison sites want it: one item for each variant that can be bought one day."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.models import ProductKind
from catalog.rules.attributes import known_attributes
from catalog.rules.texts import sql_text
from catalog.selectors._rows import Row, VariantFacts, card_columns, language, photos_of, select, variants_of
from catalog.selectors.addresses import product_url
from catalog.selectors.published import widest

MOST_IMAGES = 11  # the leading one and ten more


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A variant as a feed offers it, in the active language. Paths begin with a slash, money is in gross cents."""

    id: str
    group_id: str  # empty when the product has no choices
    title: str
    description: str
    path: str
    images: tuple[str, ...]
    price: int
    is_there: bool
    is_used: bool
    category: str
    attributes: tuple[tuple[str, str], ...]  # of catalog.rules.attributes


def feed_part(*, after: int, size: int, now: dt.datetime) -> tuple[Sequence[FeedItem], int]:
    """
    Return the items of the next `size` published products after the id `after`, and the id to go on from (0: that was all).

    Three statements, four when something is held. Left out is what nobody can offer: pieces that are sold, and
    products without a photograph, which Google refuses.
    """
    rows = select(_sql(language()), after, size)
    variants = variants_of(rows, mine=dict, now=now, with_options=True)
    photos = photos_of([row["id"] for row in rows])
    images = {product_id: widest(found) for product_id, found in photos.items()}
    items = [item for row in rows if images.get(row["id"]) for item in _items(row, variants[row["id"]], images[row["id"]])]
    return items, rows[-1]["id"] if len(rows) == size else 0


@cache
def _sql(code: str) -> str:
    return f"""
        SELECT {card_columns(code)}, p.condition, p.is_margin, {sql_text("p.description", code)} AS description,
               {sql_text("c.name", code)} AS category_name
          FROM catalog_product p LEFT JOIN catalog_category c ON c.id = p.category_id
         WHERE p.status = 'published' AND p.id > %s ORDER BY p.id LIMIT %s"""  # noqa: S608 -- fixed texts only


def _items(row: Row, variants: Sequence[VariantFacts], images: tuple[str, ...]) -> Iterator[FeedItem]:
    for variant in variants:
        if row["kind"] == ProductKind.UNIQUE and variant.standing.is_gone:
            continue
        values = ", ".join(value for _name, value in variant.options)
        has_choices = len(variants) > 1
        yield FeedItem(
            id=str(variant.id),
            group_id=f"p{row['id']}" if has_choices else "",
            title=f"{row['name']}, {values}" if values else row["name"],
            description=row["description"] or row["hint"] or row["name"],
            path=product_url(row["slug"]) + (f"?variant={variant.id}" if has_choices else ""),
            images=images[:MOST_IMAGES],
            price=variant.price,
            is_there=not variant.standing.is_gone,  # a hold of twenty minutes is no reason to leave the lists
            is_used=bool(row["condition"]) or row["is_margin"],
            category=row["category_name"],
            attributes=tuple(known_attributes(variant.options).items()),
        )
