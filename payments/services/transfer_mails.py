"""Mails about transfers: to a customer who sent too little, and to the owners when the account changes."""

import datetime as dt

from kit.tenancy import current_tenant
from kit.urls import shop_url
from orders.emails import mail_about
from orders.models import Order
from shops.emails import shop_mail
from shops.models import OutboxMessage
from shops.outbox import write_to_outbox
from tenants.models import Membership, Role

PARTIAL = "order_transfer_partial"
ACCOUNT_CHANGED = "bank_account_changed"
SHOWN_DIGITS = 4


def write_partial_mail(order: Order, *, missing: int, now: dt.datetime) -> None:
    """Note that a customer must be told what is missing; once for each amount. Part of the current transaction."""
    payload = {"order_id": order.pk, "about": mail_about(order), "missing": missing}
    write_to_outbox(kind=PARTIAL, key=f"{PARTIAL}:{order.pk}:{missing}", payload=payload, now=now)


def write_account_mails(*, iban: str, by: str, now: dt.datetime) -> None:
    """Note that every owner must be told whose account the money goes to from now on: a thief would change it silently."""
    owners = Membership.objects.filter(tenant_id=current_tenant().id, role=Role.OWNER).values_list("user_id", flat=True)
    for user_id in owners:
        payload = {"user_id": user_id, "end": iban[-SHOWN_DIGITS:], "by": by, "about": by}
        write_to_outbox(kind=ACCOUNT_CHANGED, key=f"{ACCOUNT_CHANGED}:{user_id}:{now.isoformat()}", payload=payload, now=now)


def send_account_mail(message: OutboxMessage) -> None:
    """
    Tell an owner of the new account; somebody who is none any more need not know.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    owners = Membership.objects.filter(tenant_id=current_tenant().id, user_id=message.payload["user_id"], role=Role.OWNER)
    owner = owners.select_related("user").first()
    if owner is None:
        return
    context = {"end": message.payload["end"], "by": message.payload["by"], "action_url": shop_url("bo_ways")}
    shop_mail(message, to=owner.user.email, language=owner.user.language, context=context).send()
