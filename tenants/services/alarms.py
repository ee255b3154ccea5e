"""Telling platform staff that something in a shop wants to be looked at, and that somebody has."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from kit.tenancy import current_tenant
from tenants.models import Alarm


def raise_alarm(*, kind: str, about: str) -> None:
    """Note an alarm of the bound shop, in a transaction of its own. Safe to run twice: it is one row, and stays settled."""
    with transaction.atomic(using=PLATFORM_ALIAS):
        Alarm.objects.get_or_create(tenant_id=current_tenant().id, kind=kind, about=about)


def settle_alarm(*, kind: str, about: str, now: dt.datetime) -> None:
    """Note that an alarm of the bound shop was looked at, in a transaction of its own. Safe to run twice."""
    with transaction.atomic(using=PLATFORM_ALIAS):
        Alarm.objects.filter(tenant_id=current_tenant().id, kind=kind, about=about, settled_at=None).update(settled_at=now)
