"""The shop writes something down about an order, for itself."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import locks
from orders.events import record_event
from orders.models import Order, OrderEventKind
from shops.services.record_event import record_event as log_event

MAX_LENGTH = 500


def add_note(*, order_id: int, user: Any, text: str, now: dt.datetime) -> Order:
    """
    Add a note to an order's history, at most MAX_LENGTH characters; an empty one adds nothing.

    The customer does not see it. The same note by the same person as the last line of the history
    (a double click) is not added again.
    """
    text = text.strip()[:MAX_LENGTH]
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        last = order.events.last()
        is_again = last is not None and last.kind == OrderEventKind.NOTE and (last.data.get("text"), last.user_id) == (text, user.pk)
        if text and not is_again:
            record_event(order, OrderEventKind.NOTE, now=now, user=user, text=text)
            log_event(kind="order_noted", number=order.number)
        return order
