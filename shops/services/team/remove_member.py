"""Somebody leaves the team."""

from django.db import transaction

from kit.routers import PLATFORM_ALIAS
from shops.services.record_event import record_platform_event
from shops.services.team._members import lock_member, require_another_owner
from tenants.services.end_sessions import end_sessions


@transaction.atomic(using=PLATFORM_ALIAS)
def remove_member(*, membership_id: int) -> None:
    """
    Let a person no longer work in the bound shop, and end their sessions here at once. Their login stays theirs.

    Locks the team. NOT safe to call twice.

    :raises Membership.DoesNotExist: if they don't work here
    :raises LastOwner: if nobody would own the shop
    """
    membership = lock_member(membership_id)
    require_another_owner(membership)
    membership.delete()
    end_sessions(user_id=membership.user_id, scope_id=membership.tenant_id)
    record_platform_event(kind="member_removed", name=str(membership.user), role=membership.role)
