"""Mails to the owners when their Stripe account begins to take money, or stops."""

import datetime as dt

from kit.tenancy import current_tenant
from kit.urls import shop_url
from payments.models import AccountState, StripeAccount
from payments.rules.requirements import groups_of
from payments.words import requirement_words
from shops.emails import shop_mail
from shops.models import OutboxMessage
from shops.outbox import write_to_outbox
from tenants.models import Membership, Role

MAIL = "payments_state"
TOLD = (AccountState.READY, AccountState.RESTRICTED, AccountState.DISCONNECTED)


def write_account_state_mails(account: StripeAccount, *, now: dt.datetime) -> None:
    """Note that every owner must be told of an account's new state, if customers notice it. Part of the current transaction."""
    if account.state not in TOLD:
        return
    owners = Membership.objects.filter(tenant_id=current_tenant().id, role=Role.OWNER).values_list("user_id", flat=True)
    for user_id in owners:
        payload = {
            "user_id": user_id,
            "account": account.stripe_account_id,
            "state": str(account.state),
            "about": account.stripe_account_id,
        }
        write_to_outbox(kind=MAIL, key=f"{MAIL}:{account.pk}:{user_id}:{now.isoformat()}", payload=payload, now=now)


def send_account_state_mail(message: OutboxMessage) -> None:
    """
    Tell an owner how the account stands; not when it stands otherwise by now, which another mail tells.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    payload = message.payload
    account = StripeAccount.objects.filter(stripe_account_id=payload["account"], state=payload["state"]).first()
    owners = Membership.objects.filter(tenant_id=current_tenant().id, user_id=payload["user_id"], role=Role.OWNER)
    owner = owners.select_related("user").first()
    if account is None or owner is None:
        return
    asked = [requirement_words(group) for group in groups_of(account.requirements)]
    context = {"state": account.state, "account": account, "asked": asked, "action_url": shop_url("bo_payments")}
    shop_mail(message, to=owner.user.email, language=owner.user.language, context=context).send()
