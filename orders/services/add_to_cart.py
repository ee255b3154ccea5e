"""A visitor puts something in the cart."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from catalog.locks import KeptVariant, keep_variant
from catalog.services.stock import available_to
from kit.routers import SHOP_ALIAS
from orders import locks
from orders.models import Cart, CartLine
from orders.rules.quantities import offer
from orders.selectors.cart_lines import is_ordered


class NotForSale(Exception):
    """There is no such thing in the shop, or not any more."""


class OnlySomeLeft(Exception):
    """Fewer are left than asked for. `cart` holds what is left already, `available` in all (0: none)."""

    def __init__(self, cart: Cart, available: int) -> None:
        super().__init__(f"{available} left")
        self.cart = cart
        self.available = available


def add_to_cart(*, cart: Cart | None, variant_id: int, quantity: int, now: dt.datetime) -> Cart:
    """
    Put so many more of a variant in the cart, and return the cart: a new one when there was none or it was ordered.

    Of a unique piece the cart holds one, however often it is added. Locks the cart, then
    keeps the variant from being deleted; no stock is held yet. NOT safe to run twice.

    :raises NotForSale: if the variant does not exist or its product is not online
    :raises OnlySomeLeft: if less was possible; the cart then holds what is left
    """
    with transaction.atomic(using=SHOP_ALIAS):
        cart, lines = _open_cart(cart)
        variant = _keep_for_sale(variant_id)
        line = lines.setdefault(variant_id, CartLine(cart=cart, variant_id=variant_id, quantity=0))
        wanted = 1 if variant.is_unique else line.quantity + quantity
        available = available_to(variant_ids=[variant_id], holder=cart.holder, now=now)[variant_id]
        line.quantity = offer(wanted=wanted, available=available, is_unique=variant.is_unique) or line.quantity
        line.price_when_chosen = variant.price
        if line.quantity:
            line.save()
        cart.article_count = sum(each.quantity for each in lines.values())
    if wanted > available:
        raise OnlySomeLeft(cart, available)
    return cart


def _keep_for_sale(variant_id: int) -> KeptVariant:
    variant = keep_variant(variant_id)
    if variant is None or not variant.is_published:
        raise NotForSale(variant_id)
    return variant


def _open_cart(cart: Cart | None) -> tuple[Cart, dict[int, CartLine]]:
    """Return the locked cart with its lines by variant id; a new one where there was none, or where it was ordered meanwhile."""
    if cart is not None:
        locked = locks.lock_cart(cart.pk)
        lines = list(locked.lines.annotate(ordered_as=F("cart__order")))
        if not is_ordered(lines):
            return locked, {line.variant_id: line for line in lines}
    return Cart.objects.create(), {}
