"""The bank refuses: the session stays open, so the buyer may try again (stripe.md trap 19)."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.make_charge import Payer, declined_outcome, make_charge
from stripe_sandbox.services.start_payment import lock_open_session, payment_intent_of

MESSAGES = {
    "card_declined": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "payment_intent_authentication_failure": "The provided PaymentMethod has failed authentication.",
    "payment_intent_payment_attempt_failed": "The payment failed.",
}


def decline_payment(session_id: str, payer: Payer, *, code: str, decline_code: str = "") -> StoredObject:
    """
    Record a refused attempt: `payment_intent.payment_failed`, and the session stays open.

    A card that the bank refused leaves a failed charge; a broken-off redirect leaves none. Locks the session.

    :raises SessionNotOpen: if it was paid already, or has expired
    """
    session = lock_open_session(session_id)
    intent = payment_intent_of(session, payer.method)
    changes: dict[str, Any] = {"status": "requires_payment_method", "next_action": None}
    error = {"code": code, "message": MESSAGES[code], "type": "card_error" if payer.method == "card" else "invalid_request_error"}
    if decline_code:
        charge = _failed_charge(session, intent, payer, code, decline_code)
        changes["latest_charge"] = charge.stripe_id
        error |= {"charge": charge.stripe_id, "decline_code": decline_code}
        emit_event("charge.failed", charge.body, account=session.account)
    store.save(intent, **changes, last_payment_error=error)
    emit_event("payment_intent.payment_failed", intent.body, account=session.account)
    return session


def _failed_charge(session: StoredObject, intent: StoredObject, payer: Payer, code: str, decline_code: str) -> StoredObject:
    return make_charge(
        intent,
        payer,
        locale=session.body["locale"],
        email=session.body["customer_email"],
        amount_captured=0,
        captured=False,
        failure_code=code,
        failure_message=MESSAGES[code],
        outcome=declined_outcome(decline_code),
        paid=False,
        status="failed",
    )
