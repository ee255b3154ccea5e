"""What nobody told us, we ask: attempts whose message never came."""

import datetime as dt
import logging

from django.db.models import Q

from kit.routers import SHOP_ALIAS
from orders.models import OrderStatus, PaymentStatus
from payments.gateways.base import GatewayError
from payments.models import LIVE_STATES, PaymentAttempt
from payments.services.apply_session import apply_session
from payments.services.close_attempt import close_attempt
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

OLD_ENOUGH = dt.timedelta(minutes=3)
LOOK_AGAIN_AFTER = dt.timedelta(minutes=10)
TRY_AGAIN_AFTER = dt.timedelta(minutes=1)


def reconcile_attempts(*, now: dt.datetime) -> int:
    """
    Ask Stripe for every live attempt that is overdue, and return how many were asked for.

    Overdue: past its page's end; or not heard of for some minutes; or its order needs no money any
    more, then its page is closed. A chore: safe to run twice. It asks to be woken while any is live.
    """
    due = list(_overdue(now))
    for attempt in due:
        _look_after(attempt, now=now)
    if due and PaymentAttempt.objects.live().filter(pk__in=[attempt.pk for attempt in due]).exists():
        wake_up_at(now + LOOK_AGAIN_AFTER)
    return len(due)


def needs_no_money() -> Q:
    """Match attempts whose order waits for no payment any more."""
    return Q(order__status=OrderStatus.CANCELED) | ~Q(order__payment_status=PaymentStatus.AWAITING)


def _overdue(now: dt.datetime) -> "list[PaymentAttempt]":
    not_heard_of = Q(created_at__lte=now - OLD_ENOUGH) & (Q(checked_at=None) | Q(checked_at__lte=now - LOOK_AGAIN_AFTER))
    is_new_to_us = Q(checked_at=None) | Q(checked_at__lte=now - TRY_AGAIN_AFTER)
    overdue = not_heard_of | ((Q(expires_at__lte=now) | needs_no_money()) & is_new_to_us)
    return list(PaymentAttempt.objects.using(SHOP_ALIAS).filter(overdue, state__in=LIVE_STATES).select_related("order"))


def _look_after(attempt: PaymentAttempt, *, now: dt.datetime) -> None:
    order = attempt.order
    is_over = attempt.expires_at <= now or order.is_canceled or order.payment_status != PaymentStatus.AWAITING
    ask = close_attempt if is_over else apply_session
    try:
        ask(attempt_id=attempt.pk, now=now)
    except GatewayError as error:
        logger.warning("attempt %s: %s", attempt.pk, error)
        PaymentAttempt.objects.filter(pk=attempt.pk).update(checked_at=now)
        wake_up_at(now + TRY_AGAIN_AFTER)
