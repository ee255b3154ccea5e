"""Everything that is online, in the order of its ids, for machines that read it all."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.selectors._rows import photos_of, select
from shops.selectors.frame_values import Photo

# A product is as new as its own row or the newest of its variants': a price is a change too.
_CHANGED = """GREATEST(p.updated_at, (SELECT max(v.updated_at) FROM catalog_variant v WHERE v.product_id = p.id))"""


@dataclass(frozen=True, slots=True)
class PublishedProduct:
    """A product that is online, as a sitemap lists it. `images` are paths of its widest photographs."""

    slug: str
    changed_at: dt.datetime
    images: tuple[str, ...]


def widest(photos: Iterable[Photo]) -> tuple[str, ...]:
    """Return the paths of photographs in their widest JPEG."""
    return tuple(photo.renditions[-1][2] for photo in photos if photo.renditions)


@dataclass(frozen=True, slots=True)
class Shelves:
    """How many products are online, when the last of them changed (None: there is none), and the same by category id."""

    count: int
    changed_at: dt.datetime | None
    by_category: Mapping[int, dt.datetime]


def published_shelves() -> Shelves:
    """Return how much is online and how new it is; one statement."""
    rows = select(
        f"SELECT p.category_id, count(*) AS number, max({_CHANGED}) AS changed_at "  # noqa: S608 -- fixed texts only
        "FROM catalog_product p WHERE p.status = 'published' GROUP BY p.category_id"
    )
    return Shelves(
        count=sum(row["number"] for row in rows),
        changed_at=max((row["changed_at"] for row in rows), default=None),
        by_category={row["category_id"]: row["changed_at"] for row in rows if row["category_id"] is not None},
    )


def published_part(*, start: int, size: int) -> Sequence[PublishedProduct]:
    """Return `size` published products from the `start`th on, the oldest first; two statements, one when there are none."""
    rows = select(
        f"SELECT p.id, p.slug, {_CHANGED} AS changed_at "  # noqa: S608 -- fixed texts only
        "FROM catalog_product p WHERE p.status = 'published' ORDER BY p.id LIMIT %s OFFSET %s",
        size,
        start,
    )
    photos = photos_of([row["id"] for row in rows])
    return [PublishedProduct(row["slug"], row["changed_at"], widest(photos.get(row["id"], ()))) for row in rows]
