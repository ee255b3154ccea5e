"""
What Stripe knows about a payment becomes what we know: one way for the return page, the
webhook, the reconciler and whoever else.

Ask first, then apply under the order's lock. So messages that come twice, in the wrong order, at
the same time or not at all do no harm.
"""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from orders.rules.transitions import NotPossibleNow
from orders.services.mark_paid import StockGone, mark_paid
from payments.gateways.base import CheckoutSession
from payments.gateways.stripe import shop_gateway
from payments.models import AttemptState, PaymentAttempt, Told
from payments.selectors.collected import collected_amount, kept_attempts
from payments.services.give_back import give_back
from payments.services.look_at_account import EVERY as LOOK_EVERY
from payments.services.open_session import AttemptLost, open_session
from payments.services.pay_again import let_customer_pay_again
from payments.services.want_ledger import LEDGER_WAIT, want_ledger
from tenants.services.wake_up import wake_up_at

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
    back in full, what is too much goes back alone: the refund, the mail about it and a note on the order are
    written here, with it. What is too little is kept, and the rest is asked for.
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
        was_said = attempt.told == Told.PAID and order.was_paid
        attempt.state, attempt.unseen_at = AttemptState.PAID, None
        attempt.paid_at = order.paid_at if was_said else now  # in the books it came on the day of its order
        attempt.save()
        want_ledger(stripe_account_id=attempt.stripe_account_id, at=now + LEDGER_WAIT)
        if not was_said:
            _use_the_money(order, attempt, session, now=now)
        wake_up_at(now + LOOK_EVERY)  # from now on something may be given back in the account itself
    else:
        attempt.state = _state_of(session, attempt, order=order, now=now)
        attempt.unseen_at = attempt.unseen_at if attempt.state == AttemptState.UNSEEN else None
        attempt.save()
        if attempt.told == Told.PAID and not attempt.is_unsettled:
            record_event(order, OrderEventKind.NOTE, now=now, code="not_paid_after_all", amount=attempt.amount)
    return attempt


def _use_the_money(order: Order, attempt: PaymentAttempt, session: CheckoutSession, *, now: dt.datetime) -> None:
    if (session.amount, session.currency) != (attempt.amount, attempt.currency):
        _return(order, [attempt], "amount_differs", now=now, amount=session.amount)
    elif order.was_paid:
        _return(order, [attempt], "paid_twice", now=now)
    elif (came := collected_amount(order)) < order.total_amount and not order.is_canceled:
        record_event(order, OrderEventKind.NOTE, now=now, code="partly_paid", amount=attempt.amount)
    else:
        _mark_paid(order, attempt, came, now=now)


def _mark_paid(order: Order, attempt: PaymentAttempt, came: int, *, now: dt.datetime) -> None:
    """Pay the order with what came, in cents, and let what is too much go back; all of it, when the order cannot be kept."""
    had_ended = order.is_canceled
    try:
        if came < order.total_amount:
            raise StockGone(order.number)  # a part, for an order that ended: nobody will pay the rest
        order = mark_paid(order_id=order.pk, now=now, by=BY, code=f"paid_{attempt.method}" if attempt.method else "")
    except StockGone:
        _return(order, _all_that_came(order, attempt), "paid_too_late", now=now)
    except NotPossibleNow:
        _return(order, _all_that_came(order, attempt), "paid_after_cancel", now=now)
    else:
        if had_ended:
            record_event(order, OrderEventKind.NOTE, now=now, code="revived")
        if came > order.total_amount:
            _return(order, [attempt], "overpaid", now=now, amount=came - order.total_amount)


def _all_that_came(order: Order, attempt: PaymentAttempt) -> list[PaymentAttempt]:
    return [attempt, *kept_attempts(order).exclude(pk=attempt.pk)]


def _return(order: Order, attempts: Iterable[PaymentAttempt], reason: str, *, now: dt.datetime, amount: int | None = None) -> None:
    logger.warning("payment of order %s goes back: %s", order.number, reason)
    for attempt in attempts:
        give_back(order=order, attempt=attempt, reason=reason, now=now, amount=amount)


def _state_of(session: CheckoutSession, attempt: PaymentAttempt, *, order: Order, now: dt.datetime) -> str:
    """Return the state of an attempt that is not paid; one that had ended stays ended, and an unseen one never lives beside another."""
    if not attempt.is_unsettled:
        return attempt.state
    has_another = order.payment_attempts.live().exclude(pk=attempt.pk).exists()
    if has_another and (session.is_processing or session.is_open):
        return attempt.state
    if session.has_failed:
        if not has_another:  # else they do so already, and what is held is held for that one
            let_customer_pay_again(order=order, now=now)
        return AttemptState.FAILED
    if session.is_processing:
        return AttemptState.PROCESSING
    if session.is_open:
        return AttemptState.OPEN
    return AttemptState.EXPIRED
