"""How customers get their order, as the shopkeeper offers it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import ShippingKind, ShippingMethod
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@dataclass(frozen=True)
class ShippingChange:
    """A way to get an order; `price` gross in cents. `method_id` None adds one. `texts` are columns: {"name_fr": ".."}."""

    method_id: int | None
    kind: str
    is_active: bool
    price: int
    texts: dict[str, str] = field(default_factory=dict)


@transaction.atomic(using=SHOP_ALIAS)
def update_shipping(*, changes: Iterable[ShippingChange]) -> None:
    """
    Apply the changes; collection is always free. Orders keep what they were placed with.

    Safe to call twice, but for what adds one.
    """
    changed = []
    for position, change in enumerate(changes):
        method = ShippingMethod.objects.filter(pk=change.method_id).first() if change.method_id else ShippingMethod(kind=change.kind)
        if method is None:
            continue
        before = _told(method)
        method.is_active = change.is_active
        method.price = 0 if method.kind == ShippingKind.PICKUP else change.price
        method.position = position
        for column, text in change.texts.items():
            setattr(method, column, text)
        if _told(method) != before:
            changed.append(str(method.kind))
        method.save()
    if changed:
        record_event(kind="delivery_changed", methods=changed)
    touch_frame()


def _told(method: ShippingMethod) -> list[object]:
    """Return what customers are told of a way to get their order."""
    return [getattr(method, field.name) for field in method._meta.concrete_fields]  # noqa: SLF001 -- Django's documented way
