"""
What Stripe knows about a payment becomes what we know: one way for the return page, the
webhook, the reconciler and whoever else.

Ask first, then apply under the order's lock. So messages that come twice, in the wrong order, at
the same time or not at all do no harm.
"""

import datetime as dt
import logging

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind, PaymentStatus
from orders.rules.transitions import NotPossibleNow
from orders.services.mark_paid import StockGone, mark_paid
from payments.gateways.base import CheckoutSession
from payments.gateways.stripe import shop_gateway
from payments.models import AttemptState, PaymentAttempt
from payments.services.give_back import give_back
from payments.services.open_session import AttemptLost, open_session
from payments.services.want_ledger import LEDGER_WAIT, want_ledger

logger = logging.getLogger(__name__)

BY = "stripe"


def apply_session(*, attempt_id: int, now: dt.datetime, hurried: bool = False) -> PaymentAttempt:
    """
    Ask Stripe how an attempt stands and make our rows agree; returns the attempt.

    To be called outside a transaction. Safe to run twice and at the same time as itself: an order
    is paid once. An attempt that is paid stays paid.

    :raises GatewayError: if Stripe does not say; then nothing has changed
    """
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    if attempt.state == AttemptState.PAID:
        return attempt
    if not attempt.stripe_session_id:
        try:
            attempt = open_session(attempt_id=attempt_id, hurried=hurried)
        except AttemptLost:
            attempt.refresh_from_db()
        if not attempt.stripe_session_id:
            return attempt
    session = shop_gateway(attempt.stripe_account_id, hurried=hurried).fetch_session(attempt.stripe_session_id)
    return settle_attempt(attempt_id=attempt_id, session=session, now=now)


@transaction.atomic(using=SHOP_ALIAS)
def settle_attempt(*, attempt_id: int, session: CheckoutSession, now: dt.datetime) -> PaymentAttempt:
    """
    Make an attempt and its order agree with what Stripe just said. Locks the order, then the attempt.

    Money that cannot be used any more (order canceled, stock gone, paid twice, wrong amount) goes
    back in full: the refund, the mail about it and a note on the order are written here, with it.
    """
    order_id = PaymentAttempt.objects.values_list("order_id", flat=True).get(pk=attempt_id)
    order = lock_order(order_id)
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.state == AttemptState.PAID:
        return attempt
    attempt.checked_at = now
    attempt.stripe_payment_intent_id = session.payment_intent_id or attempt.stripe_payment_intent_id
    attempt.method = session.method[:30] or attempt.method
    if session.is_paid:
        attempt.state = AttemptState.PAID
        attempt.paid_at = now
        attempt.save()
        want_ledger(stripe_account_id=attempt.stripe_account_id, at=now + LEDGER_WAIT)
        _use_the_money(order, attempt, session, now=now)
    else:
        attempt.state = _state_of(session, attempt, order=order, now=now)
        attempt.save()
    return attempt


def _use_the_money(order: Order, attempt: PaymentAttempt, session: CheckoutSession, *, now: dt.datetime) -> None:
    problem = _problem_with(order, attempt, session)
    if not problem:
        try:
            mark_paid(order_id=order.pk, now=now, by=BY, code=f"paid_{attempt.method}" if attempt.method else "")
        except StockGone:
            problem = "paid_too_late"
        except NotPossibleNow:
            problem = "paid_after_cancel"
    if problem:
        logger.warning("payment of order %s goes back: %s", order.number, problem)
        give_back(order=order, attempt=attempt, reason=problem, now=now)


def _problem_with(order: Order, attempt: PaymentAttempt, session: CheckoutSession) -> str:
    if (session.amount, session.currency) != (attempt.amount, attempt.currency) or attempt.amount != order.total_amount:
        return "amount_differs"
    if order.payment_status in (PaymentStatus.PAID, PaymentStatus.REFUNDED):
        return "paid_twice"
    return ""


def _state_of(session: CheckoutSession, attempt: PaymentAttempt, *, order: Order, now: dt.datetime) -> str:
    """Return the state of an attempt that is not paid; one that had ended stays ended."""
    if not attempt.is_live:
        return attempt.state
    if session.has_failed:
        record_event(order, OrderEventKind.PAYMENT_FAILED, now=now)
        return AttemptState.FAILED
    if session.is_processing:
        return AttemptState.PROCESSING
    if session.is_open:
        return AttemptState.OPEN
    return AttemptState.EXPIRED
