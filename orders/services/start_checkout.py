"""A visitor means it: their stock is held while they fill in the checkout."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from catalog.services.stock import OutOfStock, hold_stock
from kit.routers import SHOP_ALIAS
from orders import locks
from orders.models import Cart, CartLine
from orders.rules.holding import HoldRule
from orders.selectors.cart_lines import is_ordered, lines_of


class EmptyCart(Exception):
    """There is nothing to order."""


def start_checkout(*, cart: Cart, now: dt.datetime) -> dt.datetime | None:
    """
    Hold all that is in the cart for settings.CHECKOUT_HOLD, and return until when; None when it may hold nothing just now.

    Each step of the checkout calls it again, so the hold lasts while the customer goes on, for
    CHECKOUT_HOLD_AT_MOST in all. After that they may still order what is there, and hold again
    after CHECKOUT_HOLD_PAUSE. Locks the cart, then the stock. A cart that was ordered holds nothing more.

    :raises EmptyCart: if nothing is in it
    :raises OutOfStock: if something is short or not for sale any more; nothing has changed then
    """
    with transaction.atomic(using=SHOP_ALIAS):
        cart = locks.lock_cart(cart.pk)
        lines = list(lines_of(cart.pk))
        held_until = _held_until(cart, now=now)
        if not is_ordered(lines):
            wanted = quantities_for_sale(lines)
            if held_until is not None:
                hold_stock(holder=cart.holder, wanted=wanted, expires_at=held_until, now=now)
    return held_until


def _held_until(cart: Cart, *, now: dt.datetime) -> dt.datetime | None:
    rule = HoldRule(settings.CHECKOUT_HOLD, settings.CHECKOUT_HOLD_AT_MOST, settings.CHECKOUT_HOLD_PAUSE)
    began_at, held_until = rule.window(began_at=cart.holding_since, now=now)
    if began_at != cart.holding_since:
        Cart.objects.filter(pk=cart.pk).update(holding_since=began_at)
    return held_until if held_until > now else None


def quantities_for_sale(lines: list[CartLine]) -> dict[int, int]:
    """
    Return the quantities of a cart's lines by variant id.

    :raises EmptyCart: if there are no lines
    :raises OutOfStock: if a product is not online any more
    """
    if not lines:
        raise EmptyCart
    if gone := {line.variant_id: 0 for line in lines if not line.is_for_sale}:
        raise OutOfStock(gone)
    return {line.variant_id: line.quantity for line in lines}
