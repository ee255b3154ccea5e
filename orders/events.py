"""Writing an order's history."""

import datetime as dt
from typing import Any

from kit.templatetags.formats import money
from orders.models import Order, OrderEvent, OrderEventKind

_words: dict[str, Any] = {}


def register_note_words(words: dict[str, Any]) -> None:
    """Add the (lazily translated) words of notes that an app writes with a `code`; from AppConfig.ready()."""
    _words.update(words)


def note_words(data: dict[str, Any]) -> str:
    """Return what a line of the history says beyond its kind: words of a code, a reason, or a person's own text."""
    said = str(_words.get(data.get("code", ""), "") or data.get("reason") or data.get("text") or "")
    return said % {"amount": money(data["amount"])} if "%(amount)s" in said and "amount" in data and "code" in data else said


def record_event(order: Order, kind: OrderEventKind, *, now: dt.datetime, user: Any = None, **data: Any) -> OrderEvent:
    """Add a line to an order's history. `user` is the person of the backoffice who did it; None is the customer or the system."""
    return OrderEvent.objects.create(
        order=order,
        kind=kind,
        happened_at=now,
        user_id=user.pk if user is not None else None,
        user_name=str(getattr(user, "name", "") or getattr(user, "email", ""))[:80] if user is not None else "",
        data=data,
    )
