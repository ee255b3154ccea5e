"""How the tests of refunds and disputes act, and what they look at."""

import secrets

from django.core import mail

from kit.clock import now
from orders.models import Order
from payments.models import Refund
from payments.rules.refunds import Wish
from payments.services.refund_order import refund_order
from payments.services.send_refunds import send_refund
from shops.background import run_chores
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.payments.world import attempt_of

DISPUTED = {"number": "4000 0000 0000 0259"}
FAILS_LATER = {"number": "4000 0000 0000 5126"}


def give_back(shop: Cast, order: Order, wish: Wish, *, seen: int = 0, key: str = "", send: bool = True) -> list[Refund]:
    """Do what the page does: promise in one transaction, then ask Stripe."""
    with shop.entered():
        refunds = refund_order(
            order_id=order.pk,
            wish=wish,
            reason="goodwill",
            words="",
            seen=seen,
            form_key=key or secrets.token_hex(8),
            user=shop.owner,
            now=now(),
        )
        return [send_refund(refund_id=refund.pk, now=now()) for refund in refunds] if send else refunds


def figures(shop: Cast, order: Order) -> tuple[str, int, int, int]:
    with shop.entered():
        order.refresh_from_db()
        return (order.payment_status, order.refunded_amount, order.returning_amount, order.kept_amount)


def at_stripe() -> list[tuple[str, int, str]]:
    return [(row.account, row.body["amount"], row.body["status"]) for row in StoredObject.objects.filter(kind="refund").order_by("pk")]


def charge_of(shop: Cast, order: Order) -> str:
    with shop.entered():
        intent = attempt_of(order).stripe_payment_intent_id
    return StoredObject.objects.get(kind="charge", body__payment_intent=intent).stripe_id


def events_of(shop: Cast, order: Order) -> list[str]:
    with shop.entered():
        codes = [event.data.get("code", "") for event in order.events.all()]
        return [code for code in codes if code and not code.startswith("paid_")]


def owner_mails(shop: Cast) -> list[str]:
    with shop.entered():
        run_chores(now=now())
        run_chores(now=now())
    return [message.subject for message in mail.outbox if message.to == [shop.owner.email]]


def body_of(refund: Refund) -> dict:
    return StoredObject.objects.get(stripe_id=refund.stripe_refund_id).body
