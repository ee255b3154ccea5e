"""Somebody of the platform asks an owner whether they may look into the shop, or uses a consent given before."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.acting import acting_as, supporter
from shops.outbox import write_to_outbox
from shops.services.record_event import record_platform_event
from tenants.models import Membership, Role, SupportGrant, User

MAIL = "support_request"


class NotStaff(Exception):
    """Only the platform's own people ask. Always a bug, never shown."""


def ask_for_access(*, user: User, scope: str, reason: str, now: dt.datetime) -> SupportGrant:
    """
    Ask the owners of the bound shop; they see it on their first page, and get a mail.

    A request of the same person that waits ends, and this one takes its place: an owner who agrees to the earlier
    one, on a page opened before, agrees to nothing. The request is committed before the mails are written: should
    that fail, the first page still tells.
    """
    if not user.is_staff:
        raise NotStaff(user.pk)
    grant = _ask(user, scope, reason, now)
    owners = Membership.objects.filter(tenant_id=current_tenant().id, role=Role.OWNER, user__is_active=True)
    with transaction.atomic(using=SHOP_ALIAS):
        for user_id, email in owners.values_list("user_id", "user__email"):
            payload = {"grant_id": grant.pk, "user_id": user_id, "about": email}
            write_to_outbox(kind=MAIL, key=f"{MAIL}:{grant.pk}:{user_id}:{now:%s}", payload=payload, now=now)
    return grant


@transaction.atomic(using=PLATFORM_ALIAS)
def _ask(user: User, scope: str, reason: str, now: dt.datetime) -> SupportGrant:
    SupportGrant.objects.asked().filter(tenant_id=current_tenant().id, user=user).update(ended_at=now)
    grant = SupportGrant.objects.create(tenant_id=current_tenant().id, user=user, scope=scope, reason=reason)
    with acting_as(supporter(grant)):
        record_platform_event(kind="support_asked", name=str(user), scope=scope, reason=reason)
    return grant


@transaction.atomic(using=PLATFORM_ALIAS)
def use_open_access(*, user: User, reason: str, now: dt.datetime) -> SupportGrant:
    """
    Come in by a consent that the owner gave unasked; ends when that does.

    :raises SupportGrant.DoesNotExist: if there is none at this moment
    """
    if not user.is_staff:
        raise NotStaff(user.pk)
    given = SupportGrant.objects.live(now).filter(tenant_id=current_tenant().id, user=None).order_by("-expires_at")
    consent = given.select_for_update(of=("self",)).first()
    if consent is None:
        raise SupportGrant.DoesNotExist
    own = {"user": user, "reason": reason, "came_of": consent, "granted_at": now}
    grant = SupportGrant.objects.create(tenant_id=consent.tenant_id, scope=consent.scope, expires_at=consent.expires_at, **own)
    with acting_as(supporter(grant)):
        record_platform_event(kind="support_entered", reason=reason)
    return grant
