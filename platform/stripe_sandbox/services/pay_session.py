"""
A buyer pays: the session is complete, and the money is on the shop's account, or on its way.

State machine of stripe.md part 5: open -> complete/paid, or with a slow bank complete/unpaid -> paid or failed.
"""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.make_charge import Payer, book_charge, make_charge
from stripe_sandbox.services.open_dispute import open_dispute
from stripe_sandbox.services.start_payment import SessionNotOpen, lock_open_session, payment_intent_of

__all__ = ["BANK_TAKES", "Payer", "SessionNotOpen", "await_bank", "pay_session", "settle_payment"]

BANK_TAKES = dt.timedelta(minutes=3)  # as Stripe's test IBANs do; a real bank takes days


def pay_session(session_id: str, payer: Payer) -> StoredObject:
    """
    Turn an open session into a paid one, with its charge and balance transaction. Locks the session.

    :raises SessionNotOpen: if it was paid already, or has expired
    """
    session = lock_open_session(session_id)
    intent = payment_intent_of(session, payer.method)
    charge = make_charge(intent, payer, **_buyer(session))
    book_charge(charge)
    store.save(intent, **_succeeded(intent, charge))
    session.deadline_at = None
    store.save(session, status="complete", payment_status="paid", url=None, customer_details=customer_details(session, payer))
    for kind, row in (("charge.succeeded", charge), ("payment_intent.succeeded", intent), ("checkout.session.completed", session)):
        emit_event(kind, row.body, account=session.account)
    if payer.later in ("dispute", "inquiry"):
        open_dispute(charge, is_inquiry=payer.later == "inquiry")
    return session


def await_bank(session_id: str, payer: Payer, *, succeeds: bool, after: dt.timedelta = BANK_TAKES) -> StoredObject:
    """
    Complete an open session whose money comes later, or not: complete/unpaid until `settle_payment`.

    :raises SessionNotOpen: if it was paid already, or has expired
    """
    session = lock_open_session(session_id)
    intent = payment_intent_of(session, payer.method)
    charge = make_charge(intent, payer, **_buyer(session), status="pending", paid=False)
    store.save(
        intent, status="processing", latest_charge=charge.stripe_id, payment_method=charge.body["payment_method"], last_payment_error=None
    )
    session.state = {**session.state, "bank_says": "yes" if succeeds else "no"}
    session.deadline_at = clock.now() + after
    store.save(session, status="complete", url=None, customer_details=customer_details(session, payer))
    for kind, row in (("charge.pending", charge), ("payment_intent.processing", intent), ("checkout.session.completed", session)):
        emit_event(kind, row.body, account=session.account)
    return session


def settle_payment(session: StoredObject, *, succeeds: bool | None = None) -> None:
    """
    Let the slow bank answer, as it was going to unless `succeeds` says otherwise. Expects the session locked.

    May run twice: a session that waits for nothing is left alone.
    """
    intent = store.find("payment_intent", session.body["payment_intent"], account=session.account)
    if intent.body["status"] != "processing":
        return
    charge = store.find("charge", intent.body["latest_charge"], account=session.account)
    session.deadline_at = None
    if session.state["bank_says"] == "yes" if succeeds is None else succeeds:
        store.save(charge, status="succeeded", paid=True)
        book_charge(charge)
        store.save(intent, **_succeeded(intent, charge))
        store.save(session, payment_status="paid")
        kinds = ("charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded")
    else:
        message = "The customer's account has insufficient funds to cover this payment."
        error = {"code": "insufficient_funds", "message": message, "type": "invalid_request_error", "charge": charge.stripe_id}
        store.save(charge, status="failed", failure_code="insufficient_funds", failure_message=message)
        store.save(intent, status="requires_payment_method", last_payment_error=error, payment_method=None)
        store.save(session)
        kinds = ("charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed")
    for kind, row in zip(kinds, (charge, intent, session), strict=True):
        emit_event(kind, row.body, account=session.account)


def customer_details(session: StoredObject, payer: Payer) -> dict[str, Any]:
    """Return the session's `customer_details`: what the buyer typed on the page."""
    empty = {"city": None, "country": "BE", "line1": None, "line2": None, "postal_code": None, "state": None}
    return {
        "address": empty,
        "business_name": None,
        "email": session.body["customer_email"] or payer.email or None,
        "individual_name": None,
        "name": payer.name or None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _buyer(session: StoredObject) -> dict[str, Any]:
    return {"locale": session.body["locale"], "email": session.body["customer_email"]}


def _succeeded(intent: StoredObject, charge: StoredObject) -> dict[str, Any]:
    return {
        "status": "succeeded",
        "amount_received": intent.body["amount"],
        "latest_charge": charge.stripe_id,
        "payment_method": charge.body["payment_method"] or ids.new_id("pm_"),
        "last_payment_error": None,
        "next_action": None,
    }
