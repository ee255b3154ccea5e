"""What happens to a payment that is out of sight."""

import datetime as dt
from typing import Any

from kit.clock import now
from orders.models import Order
from payments.models import PaymentAttempt
from payments.services.connect_account import refresh_account
from payments.services.look_up_attempt import look_up_attempt
from payments.services.reconcile import reconcile_attempts
from stripe_sandbox.fixtures import ready_account
from tests.conftest import Cast
from tests.payments.world import ACCOUNTS, attempt_of

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
FORM = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def nobody_decided() -> None:
    PaymentAttempt.objects.update(unseen_at=now() - 4 * DAY)


def asked_at(shop: Cast, moments: list[dt.datetime]) -> int:
    with shop.entered():
        return sum(reconcile_attempts(now=moment) for moment in moments)


def look(shop: Cast, attempt: PaymentAttempt, *, is_paid: bool, at: dt.datetime | None = None) -> Any:
    with shop.entered():
        return look_up_attempt(attempt_id=attempt.pk, is_paid=is_paid, user=None, now=at or now() + HOUR)


def access_again(shop: Cast, *, at: dt.datetime) -> None:
    ready_account(ACCOUNTS["bakery"], display_name=shop.ref.name)
    with shop.entered():
        refresh_account(stripe_account_id=ACCOUNTS["bakery"], now=at)
        reconcile_attempts(now=at)


def attempt_of_in(shop: Cast, order: Order) -> PaymentAttempt:
    with shop.entered():
        return attempt_of(order)
