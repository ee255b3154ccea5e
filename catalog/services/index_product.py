"""What a product is found by follows its texts."""

from collections.abc import Iterable

from django.db.models import QuerySet

from catalog.models import OptionValue, Product, Variant
from catalog.rules.search import search_text
from catalog.rules.texts import columns
from shops.services.touch_frame import touch_frame

_PRODUCT_TEXTS = columns("name") + columns("hint") + columns("name", prefix="category__") + columns("description")


def index_product(product_id: int) -> None:
    """
    Write what a product is found by: its texts, category, options and article codes, folded, in all languages.

    Called by whoever saved the product, its variants or its category, in the same transaction. Also renews
    the frame, as a category may have got its first product or lost its last. Safe to call twice; does
    nothing when the product is gone.
    """
    texts = QuerySet(Product).filter(pk=product_id).values_list(*_PRODUCT_TEXTS).first()
    if texts is None:
        return
    codes: Iterable[str] = QuerySet(Variant).filter(product_id=product_id).values_list("sku", flat=True)
    values: Iterable[tuple[str | None, ...]] = QuerySet(OptionValue).filter(option__product_id=product_id).values_list(*columns("name"))
    found_by = search_text([*texts, *codes, *(name for names in values for name in names)])
    QuerySet(Product).filter(pk=product_id).update(search_text=found_by)
    touch_frame()


def index_all_products() -> None:
    """Write it for every product of the bound shop. Safe to run twice."""
    for product_id in Product.objects.order_by("pk").values_list("pk", flat=True):
        index_product(product_id)
