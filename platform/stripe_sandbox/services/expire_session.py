"""A session ends unpaid: by its time, or because the shop asked for it."""

from django.db import transaction

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import Cause, emit_event
from stripe_sandbox.store import DB


def expire_session(session_id: str, *, account: str, cause: Cause) -> StoredObject:
    """
    Close an open session at the shop's request (`POST .../expire`). Locks the session.

    :raises ApiError: 400 when it is not open any more, as https://docs.stripe.com/api/checkout/sessions/expire says
    """
    session = store.find("checkout.session", session_id, account=account, lock=True)
    status = session.body["status"]
    if status != "open":
        raise ApiError(
            400,
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `{status}`.',
        )
    _close(session, cause)
    return session


def settle_expired() -> int:
    """
    Close every session whose time is up; returns how many. May run at any moment, also twice at once.

    Called on each read, so a caller never sees an open session of the past.
    """
    with transaction.atomic(using=DB):
        late = list(StoredObject.objects.open_sessions_past(clock.now()).select_for_update(skip_locked=True))
        for session in late:
            _close(session, Cause())
    return len(late)


def _close(session: StoredObject, cause: Cause) -> None:
    """Mark it expired and cancel its PaymentIntent, if a buyer had tried (reason from memory)."""
    store.save(session, status="expired", url=None)
    if session.body["payment_intent"]:
        intent = store.find("payment_intent", session.body["payment_intent"], account=session.account)
        store.save(intent, status="canceled", canceled_at=clock.epoch(), cancellation_reason="expired", next_action=None)
        emit_event("payment_intent.canceled", intent.body, account=session.account, cause=cause)
    emit_event("checkout.session.expired", session.body, account=session.account, cause=cause)
