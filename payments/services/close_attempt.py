"""A payment page must not be paid on any more: its order is canceled, expired, or gets another page."""

import datetime as dt

from payments.gateways.stripe import shop_gateway
from payments.models import PaymentAttempt
from payments.services.apply_session import settle_attempt
from payments.services.open_session import AttemptLost, open_session


def close_attempt(*, attempt_id: int, now: dt.datetime, hurried: bool = False) -> PaymentAttempt:
    """
    Close the page of an attempt at Stripe, and apply what Stripe then says: it may be paid already.

    An attempt whose page we never saw is asked for first, with its own key: it may exist. To be
    called outside a transaction. Safe to run twice.

    :raises GatewayError: if Stripe did not close it; then money may still come
    """
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    if not attempt.is_unsettled:
        return attempt
    try:
        attempt = open_session(attempt_id=attempt_id, hurried=hurried)
    except AttemptLost:
        attempt.refresh_from_db()
        return attempt
    session = shop_gateway(attempt.stripe_account_id, hurried=hurried).expire_session(attempt.stripe_session_id)
    return settle_attempt(attempt_id=attempt_id, session=session, now=now)
