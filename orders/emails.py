"""Mails about an order: written to the outbox with the deed, sent from there in the customer's language."""

import datetime as dt
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.mail import sender
from kit.text import one_line
from kit.urls import shop_url
from orders.events import record_event
from orders.models import BankTransfer, Order, OrderEventKind
from orders.rules.totals import vat_inside
from shops.emails import message_id
from shops.models import OpeningHours, OutboxMessage, ShopSettings
from shops.outbox import write_to_outbox
from shops.rules.opening_hours import Stretch, schedule_of
from shops.selectors.identity import identity_of
from shops.storefront import words

CONFIRMATION = "order_confirmation"
READY = "order_ready"
CANCELED = "order_canceled"
TRANSFER = "order_transfer"
TRANSFER_REMINDER = "order_transfer_reminder"
UNPAID = "order_unpaid"
NOT_COLLECTED = "order_not_collected"
KINDS = {
    CONFIRMATION: _("Order confirmation"),
    READY: _("Order ready"),
    CANCELED: _("Order cancelled"),
    TRANSFER: _("How to transfer the money"),
    TRANSFER_REMINDER: _("Reminder of a transfer"),
    UNPAID: _("Order not paid in time"),
    NOT_COLLECTED: _("Order not collected"),
}


def write_order_mail(kind: str, order: Order, *, now: dt.datetime, **payload: Any) -> None:
    """Note that the customer must be sent a mail of this kind, once for each order; part of the current transaction."""
    payload = {"order_id": order.pk, "about": mail_about(order), **payload}
    write_to_outbox(kind=kind, key=f"{kind}:{order.pk}", payload=payload, now=now)


def mail_about(order: Order) -> str:
    """Return whom a mail is for, as the shopkeeper finds the order: name and number."""
    return f"{order.name}, {order.number}"


def send_order_mail(message: OutboxMessage) -> None:
    """
    Send the mail that a message of the outbox asks for; an order that is gone needs none.

    Sent twice it is one mail to the receiver: its Message-ID is made of the message's id.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    order = Order.objects.filter(pk=message.payload["order_id"]).first()
    if order is None:
        return
    with translation.override(order.language):
        order_mail(order, message).send()
    record_event(order, OrderEventKind.MAIL_SENT, now=clock.now(), mail=message.kind)


def order_mail(order: Order, message: OutboxMessage) -> EmailMultiAlternatives:
    """Return the mail of a message, in the active language."""
    shop = ShopSettings.objects.get()
    context = _context(order, shop, message)
    context["subject"] = one_line(render_to_string(f"email/{message.kind}_subject.txt", context))
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"email/{message.kind}.txt", context),
        from_email=sender(shop.name),
        to=[order.email],
        reply_to=[shop.email] if shop.email else [],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"email/{message.kind}.html", context), "text/html")
    return mail


def _context(order: Order, shop: ShopSettings, message: OutboxMessage) -> dict[str, Any]:
    lines = list(order.lines.all())
    return {
        "order": order,
        "transfer": BankTransfer.objects.filter(order=order).first(),
        "lines": lines,
        "vat": vat_inside(lines, shipping=order.shipping_amount, shipping_vat_rate=order.shipping_vat_rate),
        "shop": shop,
        "seller": identity_of(shop),
        "hours": _week(),
        "reason": str(message.payload.get("reason", "")),
        "told": message.payload.get("told", {}),
        "missing": message.payload.get("missing", 0),
        "amount": message.payload.get("amount", 0),
        "order_url": shop_url("order_page", secret=order.secret, language=order.language),
        "language": order.language,
    }


def _week() -> list[words.HoursRow]:
    ordinary = [(row.weekday, Stretch(row.opens, row.closes, row.note)) for row in OpeningHours.objects.all()]
    return words.week_table(schedule_of(ordinary=ordinary), clock.in_brussels(clock.now()).date())
