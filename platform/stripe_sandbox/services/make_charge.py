"""A charge of a PaymentIntent's whole amount: paid, on its way, or refused."""

from dataclasses import dataclass
from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.fees import processing_fee
from stripe_sandbox.services.ledger import book, fee
from stripe_sandbox.services.take_fee import take_fee


@dataclass(frozen=True)
class Payer:
    """
    Who pays, and how: `method` is one of `rules.methods`. Of a card or a bank account only what a receipt shows.

    `later` says what becomes of it afterwards, see `rules.cards.CardOutcome.later`.
    """

    method: str
    name: str = ""
    brand: str = "visa"
    last4: str = ""
    expiry: tuple[int, int] = (12, 2030)
    authenticated: bool = False
    later: str = ""
    email: str = ""


def make_charge(intent: StoredObject, payer: Payer, *, locale: str | None, email: str | None, **overwritten: Any) -> StoredObject:
    """Keep a charge of the intent's whole amount; a captured one unless `overwritten` says otherwise."""
    amount = intent.body["amount"]
    body = examples.example(
        "charge",
        id=ids.new_id("ch_" if payer.method == "card" else "py_"),
        amount=amount,
        amount_captured=amount,
        application_fee_amount=intent.body["application_fee_amount"],
        captured=True,
        created=clock.epoch(),
        currency=intent.body["currency"],
        customer=intent.body["customer"],
        description=intent.body["description"],
        metadata=intent.body["metadata"],
        outcome=outcome("authorized", "approved_by_network", "Payment complete."),
        paid=True,
        payment_intent=intent.stripe_id,
        payment_method=intent.body["payment_method"] or ids.new_id("pm_"),
        payment_method_details=method_details(payer, amount, locale),
        status="succeeded",
    )
    body["billing_details"] |= {"email": email or payer.email or None, "name": payer.name or None}
    return store.create(body | overwritten, account=intent.account, state={"later": payer.later})


def book_charge(charge: StoredObject) -> None:
    """Write the balance transaction of a paid charge, and the platform's application fee."""
    amount, currency = charge.body["amount"], charge.body["currency"]
    method = charge.body["payment_method_details"]["type"]
    fees = [fee(processing_fee(amount, method), currency, "stripe_fee")]
    fee_id = None
    if charge.body["application_fee_amount"]:
        fee_id = take_fee(charge).stripe_id
        fees.append(fee(charge.body["application_fee_amount"], currency, "application_fee"))
    kind = "charge" if method == "card" else "payment"
    at_once = charge.state.get("later") == "available"
    booked = book(charge.body, account=charge.account, amount=amount, kind=kind, fees=fees, at_once=at_once)
    store.save(charge, balance_transaction=booked["id"], application_fee=fee_id)


def declined_outcome(decline_code: str) -> dict[str, Any]:
    """Return the `outcome` of a charge that the bank refused."""
    return outcome("issuer_declined", "declined_by_network", "The bank did not return any further details.", decline_code)


def outcome(kind: str, network_status: str, message: str, reason: str | None = None) -> dict[str, Any]:
    """Return a charge's `outcome`."""
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


def method_details(payer: Payer, amount: int, locale: str | None) -> dict[str, Any]:
    """Return a charge's `payment_method_details`."""
    if payer.method == "card":
        card = examples.example("card_details", amount_authorized=amount, brand=payer.brand, network=payer.brand, last4=payer.last4)
        card |= {"exp_month": payer.expiry[0], "exp_year": payer.expiry[1]}
        card["overcapture"] = {"maximum_amount_capturable": amount, "status": "unavailable"}
        return {"type": "card", "card": card}
    return {"type": payer.method, payer.method: _bank_details(payer, locale)}


def _bank_details(payer: Payer, locale: str | None) -> dict[str, Any]:
    mandates = {"generated_sepa_debit": None, "generated_sepa_debit_mandate": None}
    if payer.method == "bancontact":
        language = locale if locale in ("de", "fr", "nl") else "en"
        bank = {"bank_code": "VAPE", "bank_name": "VAN DE PUT & CO", "bic": "VAPEBE22", "iban_last4": "7061"}
        return {**bank, **mandates, "preferred_language": language, "verified_name": "Jenny Rosen"}
    if payer.method == "ideal":
        ing: dict[str, Any] = {"bank": "ing", "bic": "INGBNL2A", "iban_last4": "5264", "transaction_id": None}
        return {**ing, **mandates, "verified_name": "Jenny Rosen"}
    if payer.method == "klarna":
        return {"payer_details": None, "payment_method_category": "pay_later", "preferred_locale": None}
    debit = {"bank_code": "3704", "branch_code": "", "country": "BE", "fingerprint": "sandbox"}
    return {**debit, "last4": payer.last4, "mandate": ids.new_id("mandate_")}
