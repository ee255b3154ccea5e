"""The owner lets somebody of the platform look in, and shows them out."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from kit.tenancy import current_tenant
from shops.services.record_event import record_platform_event
from tenants.models import SupportGrant

LENGTHS = {"hour": dt.timedelta(hours=1), "day": dt.timedelta(days=1), "month": dt.timedelta(days=30)}


@transaction.atomic(using=PLATFORM_ALIAS)
def grant_request(*, grant_id: int, scope: str, length: str, now: dt.datetime) -> SupportGrant:
    """
    Agree to a request that waits: `scope` at most what was asked would be usual, but it is the owner's to say.

    :raises SupportGrant.DoesNotExist: if it waits no longer
    """
    grant = _lock(grant_id, now=now, waiting=True)
    return _open(grant, scope=scope, length=length, now=now)


@transaction.atomic(using=PLATFORM_ALIAS)
def give_access(*, scope: str, length: str, now: dt.datetime) -> SupportGrant:
    """Let whoever of the platform helps next look in, unasked; they say why before they do. NOT safe to call twice."""
    return _open(SupportGrant(tenant_id=current_tenant().id), scope=scope, length=length, now=now)


@transaction.atomic(using=PLATFORM_ALIAS)
def end_access(*, grant_id: int, now: dt.datetime) -> SupportGrant:
    """
    Refuse a request that waits, or end an access; it holds from their next request on, and for all that came of it.

    :raises SupportGrant.DoesNotExist: if there is none, or it has ended
    """
    grant = _lock(grant_id, now=now)
    grant.ended_at = now
    grant.save(update_fields=["ended_at", "updated_at"])
    if grant.granted_at is None:
        record_platform_event(kind="support_refused", name=str(grant.user))
    else:
        record_platform_event(kind="support_ended")
    return grant


def _lock(grant_id: int, *, now: dt.datetime, waiting: bool = False) -> SupportGrant:
    found = SupportGrant.objects.select_for_update(of=("self",)).filter(tenant_id=current_tenant().id, ended_at=None)
    return (found.filter(granted_at=None) if waiting else found).get(pk=grant_id)


def _open(grant: SupportGrant, *, scope: str, length: str, now: dt.datetime) -> SupportGrant:
    grant.scope, grant.granted_at, grant.expires_at = scope, now, now + LENGTHS[length]
    grant.save()
    record_platform_event(kind="support_granted", scope=scope, until=grant.expires_at.isoformat())
    return grant
