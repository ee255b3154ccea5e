"""A buyer pays: the session is complete, and the money is on the shop's account."""

from dataclasses import dataclass
from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.fees import processing_fee
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.start_payment import SessionNotOpen, lock_open_session, payment_intent_of

__all__ = ["Payer", "SessionNotOpen", "make_charge", "pay_session"]


@dataclass(frozen=True)
class Payer:
    """Who pays, and how: `method` is `card` or `bancontact`. Of a card, only brand, last four and expiry."""

    method: str
    name: str = ""
    brand: str = "visa"
    last4: str = ""
    expiry: tuple[int, int] = (12, 2030)
    authenticated: bool = False


def pay_session(session_id: str, payer: Payer) -> StoredObject:
    """
    Turn an open session into a paid one, with its charge and balance transaction.

    Locks the session. State machine of stripe.md part 5: open -> complete/paid.

    :raises SessionNotOpen: if it was paid already, or has expired
    """
    session = lock_open_session(session_id)
    intent = payment_intent_of(session, payer.method)
    charge = make_charge(session, intent, payer)
    _book(charge)
    store.save(
        intent,
        status="succeeded",
        amount_received=intent.body["amount"],
        latest_charge=charge.stripe_id,
        payment_method=charge.body["payment_method"],
        last_payment_error=None,
        next_action=None,
    )
    store.save(session, status="complete", payment_status="paid", url=None, customer_details=_customer(session, payer))
    for kind, row in (("charge.succeeded", charge), ("payment_intent.succeeded", intent), ("checkout.session.completed", session)):
        emit_event(kind, row.body, account=session.account)
    return session


def make_charge(session: StoredObject, intent: StoredObject, payer: Payer, **overwritten: Any) -> StoredObject:
    """Keep a charge of the intent's whole amount; a captured one unless `overwritten` says otherwise."""
    amount = intent.body["amount"]
    body = examples.example(
        "charge",
        id=ids.new_id("ch_"),
        amount=amount,
        amount_captured=amount,
        application_fee_amount=intent.body["application_fee_amount"],
        captured=True,
        created=clock.epoch(),
        currency=intent.body["currency"],
        description=intent.body["description"],
        metadata=intent.body["metadata"],
        outcome=_outcome("authorized", "approved_by_network", "Payment complete."),
        paid=True,
        payment_intent=intent.stripe_id,
        payment_method=ids.new_id("pm_"),
        payment_method_details=_method_details(payer, amount, session.body["locale"]),
        status="succeeded",
    )
    body["billing_details"] |= {"email": session.body["customer_email"], "name": payer.name or None}
    return store.create(body | overwritten, account=session.account)


def declined_outcome(decline_code: str) -> dict[str, Any]:
    """Return the `outcome` of a charge that the bank refused."""
    return _outcome("issuer_declined", "declined_by_network", "The bank did not return any further details.", decline_code)


def _outcome(kind: str, network_status: str, message: str, reason: str | None = None) -> dict[str, Any]:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network_status,
        "reason": reason,
        "risk_level": "normal",
        "seller_message": message,
        "type": kind,
    }


def _method_details(payer: Payer, amount: int, locale: str | None) -> dict[str, Any]:
    if payer.method == "bancontact":
        language = locale if locale in ("de", "fr", "nl") else "en"
        bank = {"bank_code": "VAPE", "bank_name": "VAN DE PUT & CO", "bic": "VAPEBE22", "iban_last4": "7061"}
        mandates = {"generated_sepa_debit": None, "generated_sepa_debit_mandate": None}
        return {"type": "bancontact", "bancontact": {**bank, **mandates, "preferred_language": language, "verified_name": "Jenny Rosen"}}
    card = examples.example("card_details", amount_authorized=amount, brand=payer.brand, network=payer.brand, last4=payer.last4)
    card |= {"exp_month": payer.expiry[0], "exp_year": payer.expiry[1]}
    card["overcapture"] = {"maximum_amount_capturable": amount, "status": "unavailable"}
    return {"type": "card", "card": card}


def _book(charge: StoredObject) -> None:
    """Write the balance transaction of a paid charge, and the platform's application fee."""
    amount, currency = charge.body["amount"], charge.body["currency"]
    own_fee = processing_fee(amount, charge.body["payment_method_details"]["type"])
    fees = [{"amount": own_fee, "application": None, "currency": currency, "description": "Stripe processing fees", "type": "stripe_fee"}]
    fee_id = None
    if charge.body["application_fee_amount"]:
        fee_id = _application_fee(charge).stripe_id
        fees.append(
            {
                "amount": charge.body["application_fee_amount"],
                "application": "ca_sandbox",
                "currency": currency,
                "description": "application fee",
                "type": "application_fee",
            }
        )
    total_fee = sum(fee["amount"] for fee in fees)
    transaction = examples.example(
        "balance_transaction",
        id=ids.new_id("txn_"),
        amount=amount,
        available_on=clock.epoch() + 3 * 24 * 3600,
        created=clock.epoch(),
        currency=currency,
        fee=total_fee,
        fee_details=fees,
        net=amount - total_fee,
        source=charge.stripe_id,
    )
    store.create(transaction, account=charge.account)
    store.save(charge, balance_transaction=transaction["id"], application_fee=fee_id)


def _application_fee(charge: StoredObject) -> StoredObject:
    """The platform's share is an object on the platform's own account."""
    body = examples.example(
        "application_fee",
        id=ids.new_id("fee_"),
        account=charge.account,
        amount=charge.body["application_fee_amount"],
        charge=charge.stripe_id,
        created=clock.epoch(),
        currency=charge.body["currency"],
        originating_transaction=charge.stripe_id,
        fee_source={"charge": charge.stripe_id, "type": "charge"},
    )
    body["refunds"]["url"] = f"/v1/application_fees/{body['id']}/refunds"
    return store.create(body, account="")


def _customer(session: StoredObject, payer: Payer) -> dict[str, Any]:
    empty = {"city": None, "country": "BE", "line1": None, "line2": None, "postal_code": None, "state": None}
    return {
        "address": empty,
        "business_name": None,
        "email": session.body["customer_email"],
        "individual_name": None,
        "name": payer.name or None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
