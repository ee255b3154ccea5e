"""Mails about money that goes back: to the customer, and to the owners when something is wrong."""

import datetime as dt
from typing import Any

from kit.tenancy import current_tenant
from kit.urls import shop_url
from orders.emails import mail_about
from orders.models import Order
from payments.models import Refund
from shops.emails import shop_mail
from shops.models import OutboxMessage
from shops.outbox import write_to_outbox
from tenants.models import Membership, Role

MONEY_BACK = "order_refund"
NOT_BACK = "order_refund_failed"
REFUND_FAILED = "refund_failed"
DISPUTE_OPENED = "dispute_opened"
DISPUTE_ENDED = "dispute_ended"


def tell_customer(order: Order, refund: Refund, *, now: dt.datetime) -> None:
    """Note that the customer must be told what goes back and how, once for each refund. Part of the current transaction."""
    told = {
        "amount": refund.amount,
        "way": refund.way,
        "words": refund.words,
        "is_all": order.refunded_amount >= order.paid_amount,
        "lines": [
            {"quantity": line.quantity, "title": line.order_line.title, "option": line.order_line.option_text}
            for line in refund.lines.select_related("order_line")
        ],
    }
    payload = {"order_id": order.pk, "about": mail_about(order), "told": told}
    write_to_outbox(kind=MONEY_BACK, key=f"{MONEY_BACK}:{refund.public_id}", payload=payload, now=now)
    refund.is_announced = True
    refund.save(update_fields=["is_announced", "updated_at"])


def tell_customer_of_failure(order: Order, refund: Refund, *, now: dt.datetime) -> None:
    """Note that the customer must be told that money did not arrive, of which they had been told; once. Part of the current transaction."""
    payload = {"order_id": order.pk, "about": mail_about(order), "told": {"amount": refund.amount}}
    write_to_outbox(kind=NOT_BACK, key=f"{NOT_BACK}:{refund.public_id}", payload=payload, now=now)


def tell_owners_of_failure(order: Order, refund: Refund, *, now: dt.datetime) -> None:
    """Note that every owner must be told of money that did not go back. Part of the current transaction."""
    _tell_owners(REFUND_FAILED, order, key=refund.public_id, now=now, amount=refund.amount, code=refund.code)


def tell_owners_of_dispute(kind: str, order: Order, *, key: str, now: dt.datetime, **said: Any) -> None:
    """Note that every owner must be told of a dispute that began or ended; once for each `key`. Part of the current transaction."""
    _tell_owners(kind, order, key=key, now=now, **said)


def _tell_owners(kind: str, order: Order, *, key: str, now: dt.datetime, **said: Any) -> None:
    owners = Membership.objects.filter(tenant_id=current_tenant().id, role=Role.OWNER).values_list("user_id", flat=True)
    for user_id in owners:
        payload = {"user_id": user_id, "order_id": order.pk, "about": mail_about(order), "said": said}
        write_to_outbox(kind=kind, key=f"{kind}:{key}:{user_id}", payload=payload, now=now)


def send_owner_mail(message: OutboxMessage) -> None:
    """
    Send a mail about an order's money to an owner; somebody who is none any more need not know.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    owners = Membership.objects.filter(tenant_id=current_tenant().id, user_id=message.payload["user_id"], role=Role.OWNER)
    owner = owners.select_related("user").first()
    order = Order.objects.filter(pk=message.payload["order_id"]).first()
    if owner is None or order is None:
        return
    said = dict(message.payload["said"])
    if said.get("due"):
        said["due"] = dt.datetime.fromisoformat(said["due"])
    context = {"order": order, **said, "action_url": shop_url("bo_order", number=order.number)}
    shop_mail(message, to=owner.user.email, language=owner.user.language, context=context).send()
