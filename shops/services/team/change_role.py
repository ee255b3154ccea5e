"""Somebody of the team gets other work."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from shops.services.record_event import record_platform_event
from shops.services.team._members import lock_member, require_another_owner, take_back_invitations
from tenants.models import Membership, Role


@transaction.atomic(using=PLATFORM_ALIAS)
def change_role(*, membership_id: int, role: Role, now: dt.datetime) -> Membership:
    """
    Give a person of the bound shop another role; it holds from their next request on. Locks the team. Safe to call twice.

    Whoever is no owner any more offers nothing: the invitations they sent are taken back.

    :raises Membership.DoesNotExist: if they don't work here
    :raises LastOwner: if nobody would own the shop
    """
    membership = lock_member(membership_id)
    if membership.role == role:
        return membership
    require_another_owner(membership)
    if membership.role == Role.OWNER:
        take_back_invitations(membership.user, now=now)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role", "updated_at"])
    record_platform_event(kind="role_changed", name=str(membership.user), before_role=before, role=str(role))
    return membership
