"""Somebody leaves the team."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from shops.services.record_event import record_platform_event
from shops.services.team._members import lock_member, require_another_owner, take_back_invitations
from tenants.services.end_sessions import end_sessions


@transaction.atomic(using=PLATFORM_ALIAS)
def remove_member(*, membership_id: int, now: dt.datetime) -> None:
    """
    Let a person no longer work in the bound shop, and end their sessions here at once. Their login stays theirs.

    Invitations to them, or by them, are taken back. Locks the team. NOT safe to call twice.

    :raises Membership.DoesNotExist: if they don't work here
    :raises LastOwner: if nobody would own the shop
    """
    membership = lock_member(membership_id)
    require_another_owner(membership)
    take_back_invitations(membership.user, now=now)
    membership.delete()
    end_sessions(user_id=membership.user_id, scope_id=membership.tenant_id)
    record_platform_event(kind="member_removed", name=str(membership.user), role=membership.role)
