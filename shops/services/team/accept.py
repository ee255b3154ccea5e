"""Somebody says yes to an invitation."""

import datetime as dt

from django.db import transaction

from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.signing import BadSignature, sign, unsign
from kit.tenancy import current_tenant
from shops.acting import acting_as, person
from shops.models import Invitation
from shops.services.record_event import record_event
from tenants.models import Membership, Role, Tenant, User
from tenants.services.add_member import add_member

PURPOSE = "invitation"


class NotGood(Exception):
    """The link opens nothing: used, taken back, replaced by a newer one, or too old. Shown to who holds it."""


def token_of(invitation: Invitation) -> str:
    """Return what the link of an invitation's last mail says."""
    return sign([invitation.pk, invitation.sent], purpose=PURPOSE)


def invitation_of(token: str, *, now: dt.datetime, lock: bool = False) -> Invitation:
    """
    Return the invitation that a link stands for.

    :raises NotGood: if it opens nothing
    """
    try:
        pk, sent = unsign(token, purpose=PURPOSE)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotGood from error
    found = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = found.waiting().filter(pk=pk, sent=sent, expires_at__gt=now).first()
    if invitation is None:
        raise NotGood
    return invitation


def accept(*, token: str, name: str, now: dt.datetime) -> User:
    """
    Let who holds the link work in the bound shop; returns the person, who then signs in as ever.

    Somebody with a login keeps it, and their name; for others one is made. The link proves that they read the
    mails of that address, and nothing else: nobody is signed in by it. Locks the invitation, then the team.
    Works once.

    :raises NotGood: if the link opens nothing, or who sent it owns the shop no more
    """
    with transaction.atomic(using=SHOP_ALIAS):
        invitation = invitation_of(token, now=now, lock=True)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at", "updated_at"])
        user = _let_in(invitation, name)
        with acting_as(person(user)):
            record_event(kind="member_joined", role=invitation.role)
        return user


@transaction.atomic(using=PLATFORM_ALIAS)
def _let_in(invitation: Invitation, name: str) -> User:
    """Commits first: should the invitation's own commit fail, the same link does the same once more."""
    tenant = Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant().id)
    known = Membership.objects.filter(tenant=tenant, user__email__iexact=invitation.email).select_related("user").first()
    if known is not None:  # they came in another way meanwhile: what they are stays
        return known.user
    if invitation.invited_by_id and not _is_owner(tenant, invitation.invited_by_id):
        raise NotGood  # it was being sent, or opened, at the moment at which what they offered was taken back
    membership = add_member(tenant=tenant, email=invitation.email, role=Role(invitation.role), name=name, language=invitation.language)
    user: User = membership.user
    if not user.name:
        User.objects.filter(pk=user.pk).update(name=name)
        user.name = name
    return user


def _is_owner(tenant: Tenant, user_id: int) -> bool:
    return Membership.objects.filter(tenant=tenant, user_id=user_id, role=Role.OWNER).exists()
