"""The payment page of an attempt is made, once, however often it is asked for."""

import logging
from typing import NoReturn

from django.db import transaction

from kit.routers import SHOP_ALIAS
from payments.gateways.base import AccountDisconnected, CheckoutSession, GatewayBroken, GatewayRefused
from payments.gateways.stripe import shop_gateway
from payments.models import AttemptState, PaymentAttempt

logger = logging.getLogger(__name__)


class AttemptLost(Exception):
    """This attempt can never be paid; a new one may."""


class AmountDiffers(AttemptLost):
    """Stripe would ask another amount than the order's. The page was closed: a bug, shown to nobody but us."""


def open_session(*, attempt_id: int, hurried: bool = False) -> PaymentAttempt:
    """
    Ask Stripe for the payment page of a new attempt and keep its address; returns the attempt.

    The parameters come from the row and the key is the attempt's, so that whoever asks again gets
    the same page. To be called outside a transaction. When there is no answer, the attempt stays new.

    :raises AttemptLost: if this attempt will never have a page; it is marked failed
    :raises GatewayUnavailable: if nobody knows yet
    """
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    if attempt.stripe_session_id or attempt.state != AttemptState.NEW:
        return attempt
    gateway = shop_gateway(attempt.stripe_account_id, hurried=hurried)
    try:
        session = gateway.create_session(attempt.params, idempotency_key=attempt.idempotency_key)
    except (AccountDisconnected, GatewayBroken, GatewayRefused) as error:
        _give_up(attempt, error)
    if (session.amount, session.currency) != (attempt.amount, attempt.currency):
        gateway.expire_session(session.id)
        _note_failure(attempt, attention="amount_differs")
        logger.error("attempt %s: Stripe says %s, we say %s cents", attempt.pk, session.amount, attempt.amount)
        raise AmountDiffers(f"{session.amount} instead of {attempt.amount}")
    return remember_session(attempt_id=attempt.pk, session=session)


@transaction.atomic(using=SHOP_ALIAS)
def remember_session(*, attempt_id: int, session: CheckoutSession) -> PaymentAttempt:
    """Keep the page's id and address on its attempt. Locks the attempt. Safe to run twice."""
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if not attempt.stripe_session_id:
        attempt.stripe_session_id = session.id
        attempt.url = session.url
        if attempt.state == AttemptState.NEW:
            attempt.state = AttemptState.OPEN
        attempt.save(update_fields=["stripe_session_id", "url", "state", "updated_at"])
    return attempt


def _give_up(attempt: PaymentAttempt, error: Exception) -> NoReturn:
    logger.warning("attempt %s has no payment page: %s", attempt.pk, error)
    _note_failure(attempt)
    raise AttemptLost(str(error)) from error


def _note_failure(attempt: PaymentAttempt, *, attention: str = "") -> None:
    """Mark it failed, unless the page turned up by another way meanwhile."""
    still_new = PaymentAttempt.objects.filter(pk=attempt.pk, state=AttemptState.NEW, stripe_session_id="")
    still_new.update(state=AttemptState.FAILED, needs_attention=attention)
