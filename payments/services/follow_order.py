"""What happens to the money when an order expires or is called off; orders ask through their hooks."""

import datetime as dt
import logging

from kit import clock
from orders.models import Order, PaymentStatus
from payments.gateways.base import GatewayError
from payments.models import AttemptState, Dispute, PaymentAttempt, Refund, RefundReason, RefundWay
from payments.selectors.collected import kept_attempts
from payments.selectors.refunds import left_of_attempt, own_attempts, standing_of
from payments.services._soon import work_soon
from payments.services.close_attempt import close_attempt
from payments.services.give_back import give_back
from payments.services.lose_sight import note_silence, waits_for_a_person
from payments.services.order_figures import refresh_figures
from payments.services.settle_transfers import settle_transfers
from shops.services.record_event import record_event as log_event

logger = logging.getLogger(__name__)

# Stripe closes a page by itself at its end. If it does not tell us even then, the order need not
# wait for ever: money that comes all the same is given back.
PATIENCE = dt.timedelta(hours=1)


def keep_for_now(order: Order) -> bool:
    """
    Return whether an order that is due to expire must wait: its page may still be paid on, or was and nobody but the shop can see it.

    The page is closed at Stripe first; it may turn out paid, and then the order is marked so here.
    Asked while nothing is locked.
    """
    now = clock.now()
    may_still_be_paid = [_may_still_be_paid(attempt, now=now) for attempt in order.payment_attempts.live()]
    return any(may_still_be_paid) or waits_for_a_person(order, now=now)


def settle_canceled_order(*, order: Order, now: dt.datetime) -> None:
    """
    Write down that a canceled order's page must be closed and its money goes back.

    Part of the transaction that cancels, the order locked; the chores do the rest. Safe to run twice.
    """
    if order.payment_attempts.live().exists():
        work_soon(now)  # reconcile_attempts closes the page
    if order.payment_status == PaymentStatus.AWAITING:  # at most a part came
        _give_back_what_is_kept(order, reason=RefundReason.AMOUNT_DIFFERS, now=now)
    else:
        _give_back_the_rest(order, now=now)
    _settle_transfers_of(order, now=now)
    _promise_by_hand(order, now=now)


def _give_back_the_rest(order: Order, *, now: dt.datetime) -> None:
    """Give back online what is left of a paid order: what a person gave back by hand is gone, though Stripe still has it."""
    left = standing_of(order).left.amount
    for attempt in own_attempts(order).exclude(disputes__in=Dispute.objects.blocking_refunds()):
        part = min(left, left_of_attempt(attempt))
        if part:
            give_back(order=order, attempt=attempt, reason=RefundReason.ORDER_CANCELED, now=now, amount=part)
        left -= part


def _promise_by_hand(order: Order, *, now: dt.datetime) -> None:
    """Write down that the shop gives back by hand what is left of a canceled order that was not paid online."""
    standing = standing_of(order)
    if standing.blocked or standing.way == RefundWay.STRIPE:
        return
    Refund.objects.create(order=order, way=standing.way, amount=standing.left.amount, reason=RefundReason.ORDER_CANCELED)
    log_event(kind="refund_begun", number=order.number, amount=standing.left.amount)
    refresh_figures(order, now=now)


def settle_expired_order(*, order: Order, now: dt.datetime) -> None:
    """Write down that what came for an order that ended must go back. Part of that transaction; safe to run twice."""
    _give_back_what_is_kept(order, reason="amount_differs", now=now)
    _settle_transfers_of(order, now=now)


def _give_back_what_is_kept(order: Order, *, reason: str, now: dt.datetime) -> None:
    for attempt in kept_attempts(order):
        give_back(order=order, attempt=attempt, reason=reason, now=now)


def _settle_transfers_of(order: Order, *, now: dt.datetime) -> None:
    if order.bank_payments.exists():
        settle_transfers(order_id=order.pk, now=now)


def _may_still_be_paid(attempt: PaymentAttempt, *, now: dt.datetime) -> bool:
    try:
        attempt = close_attempt(attempt_id=attempt.pk, now=now)
    except GatewayError as error:
        logger.warning("attempt %s could not be closed: %s", attempt.pk, error)
        attempt = note_silence(attempt_id=attempt.pk, error=error, now=now)
        if not attempt.is_live:
            return False  # out of sight: see `waits_for_a_person`
        return now < attempt.expires_at + PATIENCE
    return attempt.state == AttemptState.PROCESSING
