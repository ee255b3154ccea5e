"""The shop takes no orders for a while, and then again."""

import datetime as dt

from django.db import transaction

from kit.clock import in_brussels
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.models import ShopSettings
from shops.rules.standing import LONGEST_PAUSE
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame
from tenants.services.update_standing import update_standing


class NoSuchDay(ValueError):
    """The day on which the shop opens again is not in the coming year."""


def pause_shop(*, until: dt.date, now: dt.datetime) -> None:
    """
    Take no orders from now on until the day `until`, on which they are taken again by themselves.

    Waits for the orders that are being placed; they count. What was ordered before goes on, and what awaits
    its payment may still be paid. Safe to call twice, also with another day.

    :raises NoSuchDay: if `until` is not after today, or more than a year away
    """
    today = in_brussels(now).date()
    if not today < until <= today + LONGEST_PAUSE:
        raise NoSuchDay(until)
    _set(until)


def reopen_shop() -> None:
    """Take orders again at once. Safe to call twice."""
    _set(None)


def _set(until: dt.date | None) -> None:
    with transaction.atomic(using=SHOP_ALIAS):
        settings = ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
        if settings.paused_until != until:
            _write_down(until)
        settings.paused_until = until
        settings.save(update_fields=["paused_until", "updated_at"])
        touch_frame()
    update_standing(tenant_id=current_tenant().id, launched_at=settings.launched_at, paused_until=until)


def _write_down(until: dt.date | None) -> None:
    if until is None:
        record_event(kind="shop_reopened")
    else:
        record_event(kind="shop_paused", day=until.isoformat())
