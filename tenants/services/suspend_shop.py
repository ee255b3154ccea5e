"""Closing a shop for a while, and opening it again. Its data and its owner's access stay."""

import datetime as dt

from tenants.hosts import forget_hosts
from tenants.models import Tenant, TenantStatus


class NotPossibleNow(Exception):
    """The shop is not in a state from which this can be done."""


def suspend_shop(*, tenant: Tenant, now: dt.datetime) -> None:
    """
    Close an open shop: customers see a notice, its people keep the backoffice. Safe to call twice.

    :raises NotPossibleNow: if the shop is neither open nor suspended
    """
    if tenant.status == TenantStatus.SUSPENDED:
        return
    if tenant.status != TenantStatus.ACTIVE:
        raise NotPossibleNow(tenant.status)
    tenant.status = TenantStatus.SUSPENDED
    tenant.suspended_at = now
    tenant.save(update_fields=["status", "suspended_at", "updated_at"])
    forget_hosts()


def resume_shop(*, tenant: Tenant) -> None:
    """
    Open a suspended shop again. Safe to call twice.

    :raises NotPossibleNow: if the shop is neither open nor suspended
    """
    if tenant.status == TenantStatus.ACTIVE:
        return
    if tenant.status != TenantStatus.SUSPENDED:
        raise NotPossibleNow(tenant.status)
    tenant.status = TenantStatus.ACTIVE
    tenant.suspended_at = None
    tenant.save(update_fields=["status", "suspended_at", "updated_at"])
    forget_hosts()
