"""How customers get their order, as the shopkeeper offers it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from kit.routers import SHOP_ALIAS
from shops.models import ShippingKind, ShippingMethod
from shops.services.changed_meanwhile import ChangedMeanwhile, not_as_seen
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@dataclass(frozen=True)
class ShippingChange:
    """
    A way to get an order, by its columns, such as {"is_active": True, "price": 490, "name_fr": "..."}; `price` gross in cents.

    What is not named stays. `method_id` None adds one. `seen` is what the page showed of these.
    """

    method_id: int | None
    kind: str
    columns: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic(using=SHOP_ALIAS)
def update_shipping(*, changes: Iterable[ShippingChange]) -> None:
    """
    Apply the changes; collection is always free. Orders keep what they were placed with. Locks the rows in the order of their ids.

    Safe to call twice, but for what adds one.

    :raises ChangedMeanwhile: if something is neither what was seen any more nor what is wanted; nothing was written
    """
    changes = list(changes)
    methods = ShippingMethod.objects.select_for_update().order_by("pk").in_bulk([each.method_id for each in changes if each.method_id])
    present: dict[tuple[type[Model], int], dict[str, Any]] = {}
    for change in changes:
        method = methods.get(change.method_id or 0)
        if method and (other := not_as_seen(method, wanted=change.columns, seen=change.seen)):
            present[ShippingMethod, method.pk] = other
    if present:
        raise ChangedMeanwhile(present)
    changed = [kind for position, change in enumerate(changes) if (kind := _apply(change, methods, position))]
    if changed:
        record_event(kind="delivery_changed", methods=changed)
    touch_frame()


def _apply(change: ShippingChange, methods: Mapping[int, ShippingMethod], position: int) -> str:
    """Write one change, and return what kind of way it changed; empty when it is gone, or says the same."""
    method = methods.get(change.method_id) if change.method_id else ShippingMethod(kind=change.kind)
    if method is None:
        return ""
    before = _told(method)
    for column, value in change.columns.items():
        setattr(method, column, value)
    method.price = 0 if method.kind == ShippingKind.PICKUP else method.price
    method.position = position
    is_changed = _told(method) != before
    method.save()
    return str(method.kind) if is_changed else ""


def _told(method: ShippingMethod) -> list[object]:
    """Return what customers are told of a way to get their order."""
    return [getattr(method, field.name) for field in method._meta.concrete_fields]  # noqa: SLF001 -- Django's documented way
