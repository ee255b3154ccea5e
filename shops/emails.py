"""Mails in the shop's name to whomever; those about an order are orders.emails."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from kit import clock
from kit.mail import sender
from kit.tenancy import current_tenant
from kit.text import one_line
from kit.urls import shop_url
from shops.models import Invitation, OutboxMessage, ShopSettings
from shops.selectors.identity import identity_of
from shops.services.team.accept import token_of


def message_id(message: OutboxMessage) -> str:
    """Return the name of a mail, the same each time it is sent."""
    return f"<outbox-{current_tenant().id}-{message.pk}@{settings.BASE_DOMAIN}>"


def shop_mail(message: OutboxMessage, *, to: str, language: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """Return a mail of the templates email/KIND, in the shop's name and the reader's language."""
    shop = ShopSettings.objects.get()
    with translation.override(language):
        context = {**context, "shop": shop, "seller": identity_of(shop), "language": language}
        context["subject"] = one_line(render_to_string(f"email/{message.kind}_subject.txt", context))
        mail = EmailMultiAlternatives(
            subject=context["subject"],
            body=render_to_string(f"email/{message.kind}.txt", context),
            from_email=sender(shop.name),
            to=[to],
            reply_to=[shop.email] if shop.email else [],
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string(f"email/{message.kind}.html", context), "text/html")
    return mail


def send_invitation(message: OutboxMessage) -> None:
    """
    Send the mail that carries an invitation; one that waits no longer, or was sent again since, needs none.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    invitation = Invitation.objects.waiting().filter(pk=message.payload["invitation_id"], expires_at__gt=clock.now()).first()
    if invitation is None or not message.key.endswith(f":{invitation.sent}"):
        return
    context = {
        "invitation": invitation,
        "action_url": shop_url("invitation", token=token_of(invitation)),
        "days": Invitation.LIFETIME.days,
    }
    shop_mail(message, to=invitation.email, language=invitation.language, context=context).send()
