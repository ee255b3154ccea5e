"""The row locks of the catalog, and the order in which they are taken: categories, products, stock, variants."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connections

from catalog.models import Category, ProductKind, ProductStatus, StockLevel, Variant
from kit.routers import SHOP_ALIAS
from shops.models import ShopSettings

KEEP_VARIANT = """
    SELECT product.kind = %s, product.status = %s, variant.price
      FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
     WHERE variant.id = %s
       FOR KEY SHARE OF variant
"""


def lock_categories() -> list[Category]:
    """
    Let nobody else add, rename, move or remove a category until the transaction ends; returns them in their order.

    The row of the shop's settings stands for them all, as a shop may have none yet.
    """
    list(ShopSettings.objects.select_for_update(no_key=True).order_by("pk"))
    return list(Category.objects.all())


def lock_category(category_id: int | None) -> int | None:
    """
    Keep a category from being removed until the transaction ends, and return its id; None when there is none (any more).

    Taken before the product that is put into it.
    """
    if category_id is None:
        return None
    return Category.objects.select_for_update(no_key=True).filter(pk=category_id).values_list("pk", flat=True).first()


def lock_stock(variant_ids: Iterable[int]) -> dict[int, StockLevel]:
    """
    Lock the stock of variants until the transaction ends, and return it by variant id.

    Always in id order, so two carts with the same variants never wait for each other. Whoever
    holds the lock of a variant's stock is the only one who touches its reservations. A variant
    without a stock row is missing from the result.
    """
    rows = StockLevel.objects.select_for_update(no_key=True).filter(pk__in=set(variant_ids)).order_by("pk")
    return {row.pk: row for row in rows}


class KeptVariant(NamedTuple):
    """What must be known of a variant before it is put in a cart; `price` of one, gross in cents."""

    is_unique: bool
    is_published: bool
    price: int


def keep_variant(variant_id: int) -> KeptVariant | None:
    """
    Keep a variant from being deleted until the transaction ends; None when it is gone already. One statement.

    Anyone may still price, count and sell it. Taken after a cart's lock and never before one of the
    stock: whoever deletes a variant locks the stock first.
    """
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute(KEEP_VARIANT, [ProductKind.UNIQUE, ProductStatus.PUBLISHED, variant_id])
        row = cursor.fetchone()
    return KeptVariant(*row) if row else None


def lock_variants(variant_ids: Iterable[int]) -> None:
    """Lock variants that are about to be deleted, in id order, once their stock is locked; until the transaction ends."""
    list(Variant.objects.select_for_update().filter(pk__in=set(variant_ids)).order_by("pk").values_list("pk"))
