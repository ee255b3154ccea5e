"""A customer wants to pay an order online: they are sent to a payment page, always the same one."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction

from catalog.services.stock import OutOfStock, hold_stock
from kit.routers import SHOP_ALIAS
from orders.locks import lock_order
from orders.models import Order, OrderStatus, PaymentMethod, PaymentStatus
from orders.models.cart import new_token
from orders.services.place_order import HOLD_OUTLIVES_ORDER_BY, MARGIN_AFTER_PAYMENT_PAGE
from orders.services.steps import quantities_to_sell
from payments.gateways.base import GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.stripe import is_configured
from payments.models import AttemptState, PaymentAttempt, StripeAccount
from payments.rules.limits import can_be_paid_online
from payments.selectors.accounts import current_account
from payments.selectors.collected import collected_amount
from payments.selectors.fee import application_fee_on
from payments.services._session_params import session_params
from payments.services.apply_session import apply_session
from payments.services.close_attempt import close_attempt
from payments.services.connect_account import refresh_account
from payments.services.lose_sight import waits_for_a_person
from payments.services.open_session import AmountDiffers, AttemptLost, open_session
from payments.services.pay_again import time_to_pay_since
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

LAST_MINUTE = dt.timedelta(seconds=30)  # a page about to close is of no use to anybody
LOOK_AFTER = dt.timedelta(minutes=4)
MAX_ROUNDS = 3


class CannotBePaid(Exception):
    """Expected, shown to the customer. `reason`: not_awaited, canceled, processing, unseen, gone, not_online, too_small or too_late."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def start_payment(*, order_id: int, now: dt.datetime) -> str:
    """
    Return the address of the payment page of an order.

    Clicking twice, in two tabs or after a timeout leads to the same page, as long as it can be
    paid on. Otherwise a new attempt is committed, and only then is Stripe called, outside any
    transaction. Locks the order for a moment. A new attempt holds the stock as long as its page lives.

    :raises CannotBePaid: if there is nothing to pay, or no way to
    :raises GatewayUnavailable: if Stripe does not answer; the order and its hold are untouched
    """
    for _round in range(MAX_ROUNDS):
        attempt = _live_or_new_attempt(order_id, now=now)
        if attempt.state == AttemptState.OPEN:
            attempt = _as_stripe_says(attempt, now=now)
        if attempt.state == AttemptState.PAID:
            raise CannotBePaid("not_awaited")
        if attempt.state == AttemptState.PROCESSING:
            raise CannotBePaid("processing")
        attempt = _with_page(attempt, now=now)
        if attempt.state == AttemptState.OPEN:
            if not _is_out_of_date(attempt, now=now):
                return attempt.url
            # Two pages could both be paid on, so the old one is closed first (stripe.md, trap 13).
            close_attempt(attempt_id=attempt.pk, now=now, hurried=True)
    raise GatewayUnavailable("no attempt got a payment page")


@transaction.atomic(using=SHOP_ALIAS)
def _live_or_new_attempt(order_id: int, *, now: dt.datetime) -> PaymentAttempt:
    order = lock_order(order_id)
    live = order.payment_attempts.live().first()
    _refuse_what_cannot_be_paid(order)
    if live is not None:
        return live
    if waits_for_a_person(order, now=now):
        raise CannotBePaid("unseen")  # it may be paid already: a second payment would only have to go back
    account = current_account()
    if account is None or not account.is_ready or not is_configured():
        raise CannotBePaid("not_online")
    expires_at = now + settings.PAYMENT_SESSION_LIFETIME
    if expires_at > time_to_pay_since(order) + settings.PAYMENT_WINDOW:
        raise CannotBePaid("too_late")
    _hold_until(order, expires_at + MARGIN_AFTER_PAYMENT_PAGE, now=now)
    attempt = _new_attempt(order, account=account, expires_at=expires_at)
    wake_up_at(now + LOOK_AFTER)
    wake_up_at(expires_at + LAST_MINUTE)
    return attempt


def _new_attempt(order: Order, *, account: StripeAccount, expires_at: dt.datetime) -> PaymentAttempt:
    """Write an attempt for what is still to pay, with everything that Stripe is asked frozen on it."""
    public_id, amount = new_token(), order.total_amount - collected_amount(order)
    fee = application_fee_on(amount)
    return PaymentAttempt.objects.create(
        order=order,
        public_id=public_id,
        amount=amount,
        application_fee=fee,
        currency=order.currency,
        stripe_account_id=account.stripe_account_id,
        params=session_params(order, public_id=public_id, amount=amount, expires_at=expires_at, application_fee=fee),
        expires_at=expires_at,
    )


def _refuse_what_cannot_be_paid(order: Order) -> None:
    if order.status == OrderStatus.CANCELED:
        raise CannotBePaid("canceled")
    if order.payment_status != PaymentStatus.AWAITING or order.payment_method != PaymentMethod.ONLINE:
        raise CannotBePaid("not_awaited")
    if not can_be_paid_online(order.total_amount - collected_amount(order)):
        raise CannotBePaid("too_small")


def _hold_until(order: Order, expires_at: dt.datetime, *, now: dt.datetime) -> None:
    """Hold the order's stock beyond the end of its page, also when its hold had just run out and nobody took it yet."""
    try:
        hold_stock(holder=order.holder, wanted=quantities_to_sell(order), expires_at=expires_at + HOLD_OUTLIVES_ORDER_BY, now=now)
    except OutOfStock as error:
        raise CannotBePaid("gone") from error
    order.hold_expires_at = expires_at
    order.save(update_fields=["hold_expires_at", "updated_at"])
    wake_up_at(expires_at)


def _with_page(attempt: PaymentAttempt, *, now: dt.datetime) -> PaymentAttempt:
    """Return the attempt with its payment page; as failed when it will never have one, so that another is made."""
    try:
        return open_session(attempt_id=attempt.pk, hurried=True)
    except AmountDiffers as error:
        raise GatewayUnavailable(str(error)) from error
    except AttemptLost as error:
        if isinstance(error.__cause__, GatewayRefused):
            _look_at_account(attempt.stripe_account_id, now=now)
        attempt.refresh_from_db()
        return attempt


def _as_stripe_says(attempt: PaymentAttempt, *, now: dt.datetime) -> PaymentAttempt:
    """Ask how a page stands that somebody comes back to: it may be paid in another tab (stripe.md, trap 13). No answer is no news."""
    try:
        return apply_session(attempt_id=attempt.pk, now=now, hurried=True)
    except GatewayError as error:
        logger.warning("attempt %s: %s", attempt.pk, error)
        return attempt


def _look_at_account(account_id: str, *, now: dt.datetime) -> None:
    """Stripe refused to make a page: perhaps the account may not take money any more, and no message told us."""
    try:
        refresh_account(stripe_account_id=account_id, now=now, hurried=True)
    except GatewayError as error:
        logger.warning("account %s: %s", account_id, error)


def _is_out_of_date(attempt: PaymentAttempt, *, now: dt.datetime) -> bool:
    return attempt.expires_at <= now + LAST_MINUTE or attempt.amount != attempt.order.total_amount - collected_amount(attempt.order)
