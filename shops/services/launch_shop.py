"""The shop opens to everybody."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.launch import Requirement, requirements, run_openings
from shops.models import ShopSettings
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame
from tenants.services.update_standing import update_standing


class NotReady(Exception):
    """Something that the law or common sense asks for is missing. Shown to the shopkeeper."""

    def __init__(self, missing: list[Requirement]) -> None:
        super().__init__(", ".join(requirement.key for requirement in missing))
        self.missing = missing


def launch_shop(*, now: dt.datetime) -> None:
    """
    Open the bound shop to customers, for good. Safe to call twice.

    :raises NotReady: if something is missing that it can't open without
    """
    missing = [requirement for requirement in requirements() if requirement.blocks and not requirement.is_met]
    if missing and not ShopSettings.objects.exclude(launched_at=None).exists():
        raise NotReady(missing)
    _open(now=now, is_noted=True)


def mark_launched(*, now: dt.datetime) -> None:
    """
    Open the bound shop whatever may be missing: for shops whose content is known, such as those of the demo.

    Safe to call twice.
    """
    _open(now=now, is_noted=False)


def _open(*, now: dt.datetime, is_noted: bool) -> None:
    """
    Do what opening takes, once; `is_noted` writes it down in the log.

    The public row follows after the commit, as it is another connection's. It is made good when this is called again.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        settings = ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
        if settings.launched_at is None:
            settings.launched_at = now
            settings.save(update_fields=["launched_at", "updated_at"])
            if is_noted:
                record_event(kind="shop_opened")
            run_openings()
        touch_frame()
    update_standing(tenant_id=current_tenant().id, launched_at=settings.launched_at, paused_until=settings.paused_until)
