"""Somebody is asked to work in the shop, asked again, or not any more."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.acting import current_actor
from shops.models import Invitation, OutboxMessage, ShopSettings
from shops.outbox import write_to_outbox
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event
from tenants.models import Membership

MAIL = "invitation"
MAILS_A_DAY = 30  # a stranger's mailbox is not ours to fill, however many invitations a shop writes


class WorksHereAlready(Exception):
    """Somebody with this address is in the team. Shown to the owner."""


class TooManyMails(Exception):
    """The shop sent MAILS_A_DAY invitations within a day. Shown to the owner."""


def invite(*, email: str, role: str, language: str, now: dt.datetime) -> Invitation:
    """
    Offer a role to whoever reads the mail at `email`; the mail is sent from the outbox.

    An invitation that waits for the same address becomes this one, and its earlier link opens nothing any more.

    :raises WorksHereAlready: if they are in the team
    :raises TooManyMails: if there were many in a day
    :raises shops.services.keep_limit.LimitReached: if the shop's plan has no room for one more
    """
    email = email.strip().lower()
    if Membership.objects.filter(tenant_id=current_tenant().id, user__email__iexact=email).exists():
        raise WorksHereAlready
    with transaction.atomic(using=SHOP_ALIAS):
        ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)  # two taps at once make one invitation
        _require_few_mails(now)
        waiting = Invitation.objects.select_for_update().waiting().filter(email=email).first()
        if waiting is None:
            keep_limit("max_people", used=people_who_count)
        invitation = waiting or Invitation(email=email, sent=0)
        invitation.role, invitation.language = role, language
        _send(invitation, now=now)
        record_event(kind="member_invited", email=email, role=role)
    return invitation


@transaction.atomic(using=SHOP_ALIAS)
def invite_again(*, invitation_id: int, now: dt.datetime) -> Invitation:
    """
    Send a waiting invitation once more, good for its whole time again. The earlier link opens nothing any more.

    :raises Invitation.DoesNotExist: if it waits no longer
    :raises TooManyMails: if there were many in a day
    """
    _require_few_mails(now)
    invitation = Invitation.objects.select_for_update().waiting().get(pk=invitation_id)
    _send(invitation, now=now)
    record_event(kind="invitation_sent_again", email=invitation.email)
    return invitation


@transaction.atomic(using=SHOP_ALIAS)
def withdraw_invitation(*, invitation_id: int, now: dt.datetime) -> Invitation:
    """
    Take a waiting invitation back: its link opens nothing any more.

    :raises Invitation.DoesNotExist: if it waits no longer
    """
    invitation = Invitation.objects.select_for_update().waiting().get(pk=invitation_id)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at", "updated_at"])
    record_event(kind="invitation_withdrawn", email=invitation.email)
    return invitation


def people_who_count() -> int:
    """Return how many people count for the plan's limit: the team, and those who may still say yes."""
    return Membership.objects.filter(tenant_id=current_tenant().id).count() + Invitation.objects.waiting().count()


def _send(invitation: Invitation, *, now: dt.datetime) -> None:
    invitation.sent += 1
    invitation.invited_by, invitation.invited_by_id = current_actor().name, current_actor().user_id
    invitation.expires_at = now + Invitation.LIFETIME
    invitation.save()
    key = f"{MAIL}:{invitation.pk}:{invitation.sent}"
    write_to_outbox(kind=MAIL, key=key, payload={"invitation_id": invitation.pk, "about": invitation.email}, now=now)


def _require_few_mails(now: dt.datetime) -> None:
    recent = OutboxMessage.objects.filter(kind=MAIL, created_at__gt=now - dt.timedelta(days=1))
    if recent.count() >= MAILS_A_DAY:
        raise TooManyMails
