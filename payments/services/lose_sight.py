"""Stripe does not say any more how a payment stands: after a while we stop asking, and a person of the shop looks it up."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.gateways.base import AccountDisconnected, GatewayError
from payments.models import AttemptState, PaymentAttempt

GIVE_UP_AFTER = dt.timedelta(days=3)
SHORTEST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=6)
LONGEST_WAIT_UNSEEN = dt.timedelta(days=7)  # a person was asked by then
DECIDE_WITHIN = dt.timedelta(days=3)  # so long an order and its stock wait for a person to look it up


def wait_of(attempt: PaymentAttempt, *, now: dt.datetime) -> dt.timedelta:
    """Return how long after a question without an answer the next one is due: half as long as there has been none."""
    silent = (now - attempt.unseen_at) / 2 if attempt.unseen_at is not None else SHORTEST_WAIT
    return min(max(silent, SHORTEST_WAIT), LONGEST_WAIT if attempt.is_live else LONGEST_WAIT_UNSEEN)


@transaction.atomic(using=SHOP_ALIAS)
def note_silence(*, attempt_id: int, error: GatewayError, now: dt.datetime) -> PaymentAttempt:
    """
    Note that Stripe did not say how an attempt stands, and end it as unseen when asking again is of no use.

    That is when our access to the account is gone and its page is over, or nothing was heard for three days. One that
    never had a page can't have been paid: it has failed. Locks the order, then the attempt. Safe to run twice.
    """
    order = lock_order(PaymentAttempt.objects.values_list("order_id", flat=True).get(pk=attempt_id))
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if not attempt.is_unsettled:
        return attempt
    attempt.checked_at = now
    attempt.unseen_at = attempt.unseen_at or now
    if attempt.is_live and _is_hopeless(attempt, error, now=now):
        attempt.state = AttemptState.UNSEEN if attempt.stripe_session_id else AttemptState.FAILED
        attempt.unseen_at = now
        record_event(order, OrderEventKind.NOTE, now=now, code="out_of_sight", amount=attempt.amount)
    attempt.save(update_fields=["state", "checked_at", "unseen_at", "updated_at"])
    return attempt


def _is_hopeless(attempt: PaymentAttempt, error: GatewayError, *, now: dt.datetime) -> bool:
    if isinstance(error, AccountDisconnected) and now >= attempt.expires_at:
        return True
    return attempt.unseen_at is not None and now >= attempt.unseen_at + GIVE_UP_AFTER


def waits_for_a_person(order: Order, *, now: dt.datetime) -> bool:
    """Say whether an order and its stock still wait for somebody of the shop to look up a payment."""
    return order.payment_attempts.to_look_up().filter(unseen_at__gt=now - DECIDE_WITHIN).exists()
