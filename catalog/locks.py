"""The row locks of the catalog, and the order in which they are taken."""

from collections.abc import Iterable

from catalog.models import StockLevel


def lock_stock(variant_ids: Iterable[int]) -> dict[int, StockLevel]:
    """
    Lock the stock of variants until the transaction ends, and return it by variant id.

    Always in id order, so two carts with the same variants never wait for each other. Whoever
    holds the lock of a variant's stock is the only one who touches its reservations. A variant
    without a stock row is missing from the result.
    """
    rows = StockLevel.objects.select_for_update(no_key=True).filter(pk__in=set(variant_ids)).order_by("pk")
    return {row.pk: row for row in rows}
