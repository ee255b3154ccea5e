"""What the services of the team share: whose turn it is, and that an owner stays."""

from kit.tenancy import current_tenant
from tenants.models import Membership, Role, Tenant


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
