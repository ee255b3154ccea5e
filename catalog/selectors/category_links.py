"""The categories in the shop's menu."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from catalog.models import Category, Product
from catalog.rules.texts import FALLBACK, chosen, columns
from catalog.selectors.addresses import category_url
from shops.selectors.frame_values import CategoryLink


def category_links() -> list[CategoryLink]:
    """Return the categories that have a published product, in the shop's order; one statement."""
    has_products = Exists(Product.objects.published().filter(category=OuterRef("pk")))
    found: QuerySet[Category] = QuerySet(Category).filter(has_products).order_by("position", "id")
    rows: Iterable[dict[str, Any]] = found.values("id", "slug", "icon", *columns("name"))
    language = get_language() or "fr"
    return [CategoryLink(row["id"], row["slug"], _name(row, language), row["icon"], category_url(row["slug"])) for row in rows]


def _name(row: dict[str, str], language: str) -> str:
    return chosen({code: row[f"name_{code}"] for code in FALLBACK}, language)
