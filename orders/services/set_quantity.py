"""A visitor changes how many of a thing they want."""

import datetime as dt

from django.db import transaction

from catalog.services.stock import available_to, lower_hold
from kit.routers import SHOP_ALIAS
from orders import locks
from orders.models import Cart
from orders.rules.quantities import offer
from orders.selectors.cart_lines import is_ordered, lines_of
from orders.services.add_to_cart import OnlySomeLeft


def set_quantity(*, cart: Cart, line_id: int, quantity: int, now: dt.datetime) -> Cart:
    """
    Make the quantity of one line `quantity`; less than one takes the line away.

    Locks the cart, and gives back what it held beyond the new quantity. A line that is gone, or a
    cart that was ordered, stays as it is. Safe to run twice.

    :raises OnlySomeLeft: if fewer are left; the line then asks for what is left (for nothing left it stays, to be seen)
    """
    available = quantity
    with transaction.atomic(using=SHOP_ALIAS):
        cart = locks.lock_cart(cart.pk)
        lines = {line.pk: line for line in lines_of(cart.pk)}
        line = lines.get(line_id)
        if line is not None and not is_ordered(lines.values()):
            if quantity < 1:
                lines.pop(line_id).delete()
            else:
                available = available_to(variant_ids=[line.variant_id], holder=cart.holder, now=now)[line.variant_id]
                is_unique = line.variant.product.is_unique
                line.quantity = offer(wanted=quantity, available=available, is_unique=is_unique) or line.quantity
                line.price_when_chosen = line.unit_price
                line.save(update_fields=["quantity", "price_when_chosen"])
            lower_hold(holder=cart.holder, at_most={line.variant_id: line.quantity for line in lines.values()})
        cart.article_count = sum(line.quantity for line in lines.values())
    if quantity > max(available, 1) or available < 1 <= quantity:
        raise OnlySomeLeft(cart, available)
    return cart
