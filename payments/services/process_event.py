"""
An event is a hint to look: only its type, account and object are taken from it, the rest is asked.

So an event that lies (metadata can be written by the shop's own people) leads nowhere.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import TypeVar

from kit.tenancy import current_tenant
from payments.gateways.base import GatewayRefused
from payments.gateways.stripe import shop_gateway
from payments.models import PaymentAttempt, StripeAccount, WebhookEvent
from payments.services.apply_session import apply_session
from payments.services.connect_account import mark_disconnected, refresh_account
from payments.services.kept_events import NotOurs, deal_with, due_events
from payments.services.look_at_account import attempt_of_payment
from payments.services.open_session import remember_session
from payments.services.stray_payments import forget_stray, keep_stray
from payments.services.take_dispute import take_dispute
from payments.services.take_refund import take_refund
from payments.services.want_ledger import want_ledger_after
from payments.services.whose_page import is_our_page
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)


class MoneyWithoutOrder(Exception):
    """A page of ours was paid, and its attempt is not here: never "done", somebody must look (stripe.md, trap 38)."""


T = TypeVar("T")
Handler = Callable[[WebhookEvent, dt.datetime], None]


def process_events(*, now: dt.datetime) -> int:
    """Deal with every event that was kept and not done; returns how many there were. A chore: safe to run twice."""
    ids = due_events(WebhookEvent, now=now)
    for pk in ids:
        process_event(event_pk=pk, now=now)
    return len(ids)


def process_event(*, event_pk: int, now: dt.datetime) -> WebhookEvent:
    """
    Deal with one kept event and note how it ended; returns its row. Never raises for what went wrong in it.

    To be called outside a transaction. Two at the same time do the same thing once.
    """
    event = WebhookEvent.objects.get(pk=event_pk)
    want_ledger_after(event, now=now)
    deal_with(event, lambda: _handle(event, now), now=now, ask_again=wake_up_at)
    return event


def _handle(event: WebhookEvent, now: dt.datetime) -> None:
    handler = _handler_of(event.type)
    if handler is None:
        raise NotOurs("not interested")
    handler(event, now)


def _handler_of(kind: str) -> Handler | None:
    if kind.startswith("checkout.session."):
        return _session_changed
    if kind.startswith(("refund.", "charge.refund.")):
        return _refund_changed
    if kind == "charge.refunded":
        return _charge_refunded
    if kind.startswith("charge.dispute."):
        return _dispute_changed
    if kind.startswith("payout."):
        return _payout_changed
    if kind == "account.application.deauthorized":
        return _account_disconnected
    if kind.startswith(("account.", "capability.", "v2.core.account")):
        return _account_changed
    return None


def _session_changed(event: WebhookEvent, now: dt.datetime) -> None:
    apply_session(attempt_id=_attempt_of(event).pk, now=now)
    forget_stray(session_id=event.object_id, now=now)


def _attempt_of(event: WebhookEvent) -> PaymentAttempt:
    """
    Return the attempt of this shop that a payment page belongs to.

    A page whose id we could not keep any more (we died right after making it) is found by the
    reference that we gave it, if no other page belongs to that attempt already.

    :raises NotOurs: if it belongs to none
    :raises MoneyWithoutOrder: if it is one of ours, is paid and has no attempt; it is kept as a task before
    """
    known = PaymentAttempt.objects.filter(stripe_session_id=event.object_id, stripe_account_id=event.stripe_account_id).first()
    if known is not None:
        return known
    session = _asked(lambda: shop_gateway(event.stripe_account_id).fetch_session(event.object_id))
    named = PaymentAttempt.objects.filter(public_id=session.reference, stripe_account_id=event.stripe_account_id).first()
    if named is None and session.is_paid and is_our_page(session):
        keep_stray(session=session, account_id=event.stripe_account_id)
        raise MoneyWithoutOrder(session.id)
    if named is None or not session.reference:
        raise NotOurs("names no attempt of this shop")
    if session.metadata.get("shop") != str(current_tenant().id) or session.metadata.get("attempt") != named.public_id:
        raise NotOurs("names another shop")
    if named.stripe_session_id:
        raise NotOurs("names an attempt that has another page")
    return remember_session(attempt_id=named.pk, session=session)


def _refund_changed(event: WebhookEvent, now: dt.datetime) -> None:
    facts = _asked(lambda: shop_gateway(event.stripe_account_id).fetch_refund(event.object_id))
    take_refund(attempt=_attempt_paid(facts.payment_intent_id, event), facts=facts, now=now)


def _charge_refunded(event: WebhookEvent, now: dt.datetime) -> None:
    """A charge says only how much of it went back in all: its refunds are listed."""
    for facts in _asked(lambda: shop_gateway(event.stripe_account_id).list_refunds(charge_id=event.object_id)):
        take_refund(attempt=_attempt_paid(facts.payment_intent_id, event), facts=facts, now=now)


def _dispute_changed(event: WebhookEvent, now: dt.datetime) -> None:
    facts = _asked(lambda: shop_gateway(event.stripe_account_id).fetch_dispute(event.object_id))
    take_dispute(attempt=_attempt_paid(facts.payment_intent_id, event), facts=facts, now=now)


def _attempt_paid(payment_intent_id: str, event: WebhookEvent) -> PaymentAttempt:
    """
    Return the attempt of this shop that a payment belongs to.

    :raises NotOurs: if it belongs to none: the shop sells by other ways with this account, too
    """
    attempt = attempt_of_payment(payment_intent_id, account_id=event.stripe_account_id)
    if attempt is None:
        raise NotOurs("a payment that is none of this shop's orders")
    return attempt


def _asked(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except GatewayRefused as error:
        raise NotOurs(f"Stripe does not know it on this account: {error}") from error


def _payout_changed(event: WebhookEvent, _now: dt.datetime) -> None:
    _must_be_known(event)  # the books are read anew, see want_ledger_after


def _account_changed(event: WebhookEvent, now: dt.datetime) -> None:
    _must_be_known(event)
    refresh_account(stripe_account_id=event.stripe_account_id, now=now)


def _account_disconnected(event: WebhookEvent, now: dt.datetime) -> None:
    _must_be_known(event)
    mark_disconnected(stripe_account_id=event.stripe_account_id, now=now)


def _must_be_known(event: WebhookEvent) -> None:
    if not StripeAccount.objects.filter(stripe_account_id=event.stripe_account_id).exists():
        raise NotOurs("an account that this shop does not have")
