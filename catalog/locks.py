"""The row locks of the catalog, and the order in which they are taken: categories, products, stock."""

from collections.abc import Iterable

from catalog.models import Category, StockLevel
from shops.models import ShopSettings


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
