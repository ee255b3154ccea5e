"""A buyer tries to pay: the session gets its PaymentIntent."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event


class SessionNotOpen(Exception):
    """The session was paid already, or has expired; expected, the page says so."""


def lock_open_session(session_id: str) -> StoredObject:
    """
    Return the session, locked until the transaction ends.

    :raises SessionNotOpen: if it is not open any more, also when its time is up but nobody noted it yet
    """
    row = StoredObject.objects.select_for_update().filter(kind="checkout.session", stripe_id=session_id).first()
    if row is None or row.body["status"] != "open" or _is_late(row):
        raise SessionNotOpen(session_id)
    return row


def payment_intent_of(session: StoredObject, method: str) -> StoredObject:
    """Return the session's PaymentIntent; Stripe makes it at the first attempt to pay, not before."""
    if session.body["payment_intent"]:
        return store.find("payment_intent", session.body["payment_intent"], account=session.account)
    intent = store.create(_new_intent(session), account=session.account)
    store.save(session, payment_intent=intent.stripe_id)
    emit_event("payment_intent.created", intent.body, account=session.account)
    return intent


def start_redirect(session_id: str, method: str, *, remember: dict[str, Any]) -> StoredObject:
    """
    Send the buyer to the bank (Bancontact, 3-D Secure): the intent waits in `requires_action`.

    `remember` is what the bank's page needs to finish. Locks the session.

    :raises SessionNotOpen: if it was paid already, or has expired
    """
    session = lock_open_session(session_id)
    intent = payment_intent_of(session, method)
    store.save(intent, status="requires_action", last_payment_error=None, next_action={"type": "redirect_to_url"})
    session.state = {**session.state, "payer": remember}
    return store.save(session)


def _is_late(session: StoredObject) -> bool:
    return session.deadline_at is not None and session.deadline_at <= clock.now()


def _new_intent(session: StoredObject) -> dict[str, Any]:
    intent_id = ids.new_id("pi_")
    data = session.state.get("payment_intent_data", {})
    fee = data.get("application_fee_amount")
    return examples.example(
        "payment_intent",
        id=intent_id,
        amount=session.body["amount_total"],
        application_fee_amount=int(fee) if fee else None,
        client_secret=f"{intent_id}_secret_{ids.new_id('')}",
        created=clock.epoch(),
        currency=session.body["currency"],
        customer=session.body["customer"],
        description=data.get("description"),
        metadata=data.get("metadata", {}),
        payment_method_types=session.body["payment_method_types"],
        receipt_email=data.get("receipt_email"),
        statement_descriptor_suffix=data.get("statement_descriptor_suffix"),
        status="requires_payment_method",
    )
