"""What the services of the team share: whose turn it is, that an owner stays, and that no door stays open behind somebody."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.models import Invitation
from shops.services.record_event import record_event
from tenants.models import Membership, Role, Tenant, User


class LastOwner(Exception):
    """A shop has an owner, always: this one can't go before there is another. Shown to the owner."""


def lock_member(membership_id: int) -> Membership:
    """
    Lock the bound shop's team and return one of it, with the person.

    Everybody who changes the team waits at the shop's row, so that two owners can't lower each other at once.

    :raises Membership.DoesNotExist: if there is no such person in this shop, or no longer
    """
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant().id)
    return Membership.objects.select_related("user").get(pk=membership_id, tenant_id=current_tenant().id)


def require_another_owner(membership: Membership) -> None:
    """
    Do nothing when the shop keeps an owner without this person. Call under the team's lock.

    :raises LastOwner: when it would have none
    """
    if membership.role != Role.OWNER:
        return
    others = Membership.objects.filter(tenant_id=membership.tenant_id, role=Role.OWNER, user__is_active=True).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner


def take_back_invitations(user: User, *, now: dt.datetime) -> None:
    """
    Take back what waits for somebody who owns the bound shop no more, and what they offered to others: no door they knew of stays open.

    Committed by itself, before what the team's own transaction does: a link too few is sent once more, a link too
    many lets somebody in. Call under the team's lock: it waits for no invitation, as who accepts one holds that and
    waits for the team. Safe to call twice.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        waiting = Invitation.objects.select_for_update(skip_locked=True).waiting()
        for invitation in waiting.filter(Q(email__iexact=user.email) | Q(invited_by_id=user.pk)):
            invitation.withdrawn_at = now
            invitation.save(update_fields=["withdrawn_at", "updated_at"])
            record_event(kind="invitation_withdrawn", email=invitation.email)
