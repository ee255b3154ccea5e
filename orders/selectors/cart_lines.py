"""The lines of a cart with what is sold, in the order in which they were added."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from catalog.models import ProductImage
from orders.models import CartLine
from orders.rules.fingerprint import ShownLine
from shops.models import PictureState


def lines_of(cart_id: int) -> QuerySet[CartLine]:
    """
    Return a cart's lines with variant, product and options, in one query.

    Each has `ordered_as`, the id of the order that the cart became, or None.
    """
    lines = CartLine.objects.filter(cart_id=cart_id).annotate(ordered_as=F("cart__order"))
    return lines.select_related("variant__product", "variant__value_1", "variant__value_2")


def shown_line(line: CartLine) -> ShownLine:
    """Return what a line of `lines_of` says to its customer, in the active language."""
    return ShownLine(line.variant_id, line.variant.product.name, line.variant.option_text, line.quantity, line.unit_price)


def is_ordered(lines: Iterable[CartLine]) -> bool:
    """Return whether the lines of `lines_of` belong to a cart that became an order. An empty cart never did."""
    return any(line.ordered_as for line in lines)  # type: ignore[attr-defined]


def first_pictures(product_ids: set[int]) -> dict[int, ProductImage]:
    """Return the leading picture of each product that has one ready, by product id: one query."""
    ready = ProductImage.objects.filter(product__in=product_ids, state=PictureState.READY)
    leading = ready.order_by("product_id", "position", "id").distinct("product_id")
    return {picture.product_id: picture for picture in leading if picture.product_id is not None}
