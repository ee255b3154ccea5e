"""A session ends unpaid: by its time, or because the shop asked for it."""

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.pay_session import settle_payment


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


def settle_session(session: StoredObject) -> None:
    """Do what a session's time brings: an open one expires, a slow bank answers. Expects it locked."""
    if session.body["status"] == "open":
        _close(session, NOBODY)
    elif session.body["payment_status"] == "unpaid" and session.body["payment_intent"]:
        settle_payment(session)


def _close(session: StoredObject, cause: Cause) -> None:
    """Mark it expired and cancel its PaymentIntent, if a buyer had tried (reason from memory)."""
    session.deadline_at = None
    store.save(session, status="expired", url=None)
    if session.body["payment_intent"]:
        intent = store.find("payment_intent", session.body["payment_intent"], account=session.account)
        store.save(intent, status="canceled", canceled_at=clock.epoch(), cancellation_reason="expired", next_action=None)
        emit_event("payment_intent.canceled", intent.body, account=session.account, cause=cause)
    emit_event("checkout.session.expired", session.body, account=session.account, cause=cause)
