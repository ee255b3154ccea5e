"""What nobody told us, we ask: attempts whose message never came."""

import datetime as dt
import logging

from django.db.models import Q

from kit.routers import SHOP_ALIAS
from orders.models import OrderStatus, PaymentStatus
from payments.gateways.base import AccountDisconnected, GatewayError
from payments.models import LIVE_STATES, AccountState, AttemptState, PaymentAttempt, StripeAccount
from payments.services.apply_session import apply_session
from payments.services.close_attempt import close_attempt
from payments.services.lose_sight import note_silence, wait_of
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

OLD_ENOUGH = dt.timedelta(minutes=3)
LOOK_AGAIN_AFTER = dt.timedelta(minutes=10)
TRY_AGAIN_AFTER = dt.timedelta(minutes=1)


def reconcile_attempts(*, now: dt.datetime) -> int:
    """
    Ask Stripe for every attempt that is overdue, and return how many were asked for.

    Overdue: past its page's end; or not heard of for some minutes; or its order needs no money any
    more, then its page is closed; or out of sight, and its account lets us look again. Where Stripe does not say, it is
    asked again after longer and longer waits (see lose_sight). A chore: safe to run twice. It asks to be woken while any is live.
    """
    due = [attempt for attempt in _overdue(now) if _is_patient_enough(attempt, now=now)]
    for attempt in due:
        _look_after(attempt, now=now)
    if due and PaymentAttempt.objects.live().filter(pk__in=[attempt.pk for attempt in due], unseen_at=None).exists():
        wake_up_at(now + LOOK_AGAIN_AFTER)
    return len(due)


def needs_no_money() -> Q:
    """Match attempts whose order waits for no payment any more."""
    return Q(order__status=OrderStatus.CANCELED) | ~Q(order__payment_status=PaymentStatus.AWAITING)


def _overdue(now: dt.datetime) -> "list[PaymentAttempt]":
    not_heard_of = Q(created_at__lte=now - OLD_ENOUGH) & (Q(checked_at=None) | Q(checked_at__lte=now - LOOK_AGAIN_AFTER))
    is_new_to_us = Q(checked_at=None) | Q(checked_at__lte=now - TRY_AGAIN_AFTER)
    live = Q(state__in=LIVE_STATES) & (not_heard_of | ((Q(expires_at__lte=now) | needs_no_money()) & is_new_to_us))
    lost = StripeAccount.objects.filter(state=AccountState.DISCONNECTED).values("stripe_account_id")
    in_sight_again = Q(state=AttemptState.UNSEEN) & ~Q(stripe_account_id__in=lost)
    return list(PaymentAttempt.objects.using(SHOP_ALIAS).filter(live | in_sight_again).select_related("order"))


def _is_patient_enough(attempt: PaymentAttempt, *, now: dt.datetime) -> bool:
    return attempt.unseen_at is None or attempt.checked_at is None or now >= attempt.checked_at + wait_of(attempt, now=attempt.checked_at)


def _look_after(attempt: PaymentAttempt, *, now: dt.datetime) -> None:
    order = attempt.order
    is_over = attempt.expires_at <= now or order.is_canceled or order.payment_status != PaymentStatus.AWAITING
    ask = close_attempt if is_over else apply_session
    is_lost = False
    try:
        attempt = ask(attempt_id=attempt.pk, now=now)
    except GatewayError as error:
        logger.warning("attempt %s: %s", attempt.pk, error)
        attempt = note_silence(attempt_id=attempt.pk, error=error, now=now)
        is_lost = isinstance(error, AccountDisconnected)
    if attempt.unseen_at is not None and (attempt.is_live or (attempt.is_unsettled and not is_lost)):
        wake_up_at(now + wait_of(attempt, now=now))
