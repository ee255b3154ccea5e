"""
Closing a shop for a while, and opening it again. Its data and its owner's access stay.

Two may close it, each for its own reason: the platform's staff, and `billing` when it is not paid. It opens when neither
wants it closed any more, so that a payment never lifts what a person decided (ADR 14).
"""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from tenants.hosts import forget_hosts
from tenants.models import Tenant, TenantStatus

CLOSABLE = (TenantStatus.ACTIVE, TenantStatus.SUSPENDED)


class NotPossibleNow(Exception):
    """The shop is not in a state from which this can be done."""


def suspend_shop(*, tenant: Tenant, now: dt.datetime) -> None:
    """
    Close a shop by decision of the platform's staff: customers see a notice, its people keep the backoffice. Safe to call twice.

    :raises NotPossibleNow: if the shop is neither open nor suspended
    """
    _settle(tenant, is_held=True, now=now)


def resume_shop(*, tenant: Tenant, now: dt.datetime | None = None) -> None:
    """
    Take that decision back; the shop opens unless it is not paid. Safe to call twice.

    :raises NotPossibleNow: if the shop is neither open nor suspended
    """
    _settle(tenant, is_held=False, now=now)


def set_unpaid(*, tenant: Tenant, is_unpaid: bool, now: dt.datetime) -> bool:
    """
    Close a shop that is not paid, or open it again unless staff closed it too; returns whether anything changed. Safe to call twice.

    :raises NotPossibleNow: if the shop is neither open nor suspended
    """
    return _settle(tenant, is_unpaid=is_unpaid, now=now)


@transaction.atomic(using=PLATFORM_ALIAS)
def _settle(tenant: Tenant, *, now: dt.datetime | None, **reasons: bool) -> bool:
    """Note the reasons and what follows of them, on the row and on the object that was given. Locks the row."""
    row = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if row.status not in CLOSABLE:
        raise NotPossibleNow(row.status)
    is_new = any(getattr(row, name) != value for name, value in reasons.items())
    for name, value in reasons.items():
        setattr(row, name, value)
    is_closed = row.is_held or row.is_unpaid
    row.status = TenantStatus.SUSPENDED if is_closed else TenantStatus.ACTIVE
    row.suspended_at = (row.suspended_at or now) if is_closed else None
    if is_new:
        row.save(update_fields=[*reasons, "status", "suspended_at", "updated_at"])
        forget_hosts()
        transaction.on_commit(forget_hosts, using=PLATFORM_ALIAS)  # this may be part of a larger transaction
    for name in ("status", "suspended_at", "is_held", "is_unpaid"):
        setattr(tenant, name, getattr(row, name))
    return is_new
