"""The products that get a label for the shelf."""

from collections.abc import Sequence

from django.db.models import F, QuerySet

from catalog.models import Product
from catalog.selectors.backoffice import product_list

MOST_FOUND = 12


def products_to_label(*, category_id: int | None = None, product_ids: Sequence[int] | None = None) -> QuerySet[Product]:
    """Return what is online, all of it or a part, shelf by shelf and by name, with the variants."""
    products = Product.objects.published()
    if category_id is not None:
        products = products.filter(category=category_id)
    if product_ids is not None:
        products = products.filter(pk__in=product_ids)
    return products.order_by(F("category__position").asc(nulls_last=True), "category_id", "name", "pk").prefetch_related("variants")


def products_found(query: str, *, without: Sequence[int]) -> list[Product]:
    """Return the first online products that a query finds; nothing for an empty query."""
    if not query.strip():
        return []
    return list(product_list(state="published", query=query).exclude(pk__in=without)[:MOST_FOUND])
