"""What a customer types in the checkout is kept with the cart."""

from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import locks
from orders.models import Cart


def keep_details(*, cart: Cart, said: dict[str, Any]) -> Cart:
    """Add what was said to the cart's details, so that going back or coming back loses nothing. Locks the cart. Safe to run twice."""
    with transaction.atomic(using=SHOP_ALIAS):
        cart = locks.lock_cart(cart.pk)
        cart.details = {**cart.details, **said}
        cart.save(update_fields=["details", "updated_at"])
        return cart
