"""What the services that move an order share, here and in payments."""

from collections import Counter

from catalog.services.stock import OutOfStock
from orders.models import Order
from orders.rules.transitions import NotPossibleNow, Step, may


def require(step: Step, order: Order) -> None:
    """
    Do nothing when the order may take this step.

    :raises NotPossibleNow: when it may not
    """
    if not may(step, order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status):
        raise NotPossibleNow(f"{step} from {order.status}, {order.payment_status}, {order.fulfillment_status}")


def quantities_of(order: Order) -> dict[int, int]:
    """Return what was ordered by variant id, without what a refund put back; variants that are gone from the catalog are left out."""
    quantities: Counter[int] = Counter()
    for variant_id, quantity, restocked in order.lines.exclude(variant=None).values_list("variant_id", "quantity", "restocked_quantity"):
        quantities[variant_id] += quantity - restocked
    return dict(quantities)


def quantities_to_sell(order: Order) -> dict[int, int]:
    """
    Return what was ordered by variant id, all of it.

    :raises OutOfStock: if something of it is gone from the catalog: nobody may pay for what can't be given
    """
    if order.lines.filter(variant=None).exists():
        raise OutOfStock({})
    return quantities_of(order)
