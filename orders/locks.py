"""The row locks of carts and orders. Taken before those of the stock, always."""

from orders.models import Cart, Order


def lock_cart(cart_id: int) -> Cart:
    """
    Lock a cart until the transaction ends.

    Its order is not read along: after waiting for the lock, PostgreSQL would still show the joined
    row as it was before. `order_of` asks again.

    :raises Cart.DoesNotExist: if it is gone
    """
    return Cart.objects.select_for_update(no_key=True).get(pk=cart_id)


def lock_order(order_id: int) -> Order:
    """
    Lock an order until the transaction ends.

    :raises Order.DoesNotExist: if there is no such order
    """
    return Order.objects.select_for_update(no_key=True).get(pk=order_id)


def order_of(cart: Cart) -> Order | None:
    """Return the order that a locked cart became, or None: one query."""
    return Order.objects.filter(cart=cart).first()
