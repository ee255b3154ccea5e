"""Part of an order came back: it is on the shelf again."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from catalog.models import MovementReason
from catalog.services.stock import return_stock
from orders.models import Order


def restock_lines(order: Order, *, quantities: Mapping[int, int], user: Any, now: dt.datetime) -> dict[int, int]:
    """
    Put so many of each line (by its id) of a locked order back in stock; part of the caller's transaction.

    Never more than the line's quantity in all, and nothing of what is gone from the catalog or of a canceled
    order, which put everything back already. Returns what was put back, by line.
    """
    back: dict[int, int] = {}
    variants: Counter[int] = Counter()
    if order.is_canceled:
        return back
    for line in order.lines.filter(pk__in=quantities).exclude(variant=None):
        number = min(quantities[line.pk], line.quantity - line.restocked_quantity)
        if number <= 0 or line.variant_id is None:
            continue
        back[line.pk] = number
        variants[line.variant_id] += number
        line.restocked_quantity += number
        line.save(update_fields=["restocked_quantity"])
    if variants:
        user_id = user.pk if user is not None else None
        return_stock(quantities=variants, reference=order.number or "", reason=MovementReason.RETURNED, now=now, user_id=user_id)
    return back
