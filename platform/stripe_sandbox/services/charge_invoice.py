"""One attempt to charge an invoice to a card."""

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.keep_card import payer_of
from stripe_sandbox.services.make_charge import book_charge, declined_outcome, make_charge

DECLINED = "Your card was declined."


def charge_invoice(invoice: StoredObject, card: StoredObject, *, succeeds: bool) -> None:
    """
    Charge an invoice's PaymentIntent, made at the first attempt, to a kept card.

    Says what became of the charge; the caller says what that means for the invoice.
    """
    intent = store.peek(invoice.state.get("intent", "")) or _new_intent(invoice)
    store.save(intent, payment_method=card.stripe_id)
    email = invoice.body["customer_email"]
    if succeeds:
        charge = make_charge(intent, payer_of(card), locale=None, email=email)
        book_charge(charge)
        changes = {"status": "succeeded", "amount_received": intent.body["amount"], "last_payment_error": None}
        kinds = ("charge.succeeded", "payment_intent.succeeded")
    else:
        refusal = {"status": "failed", "paid": False, "captured": False, "amount_captured": 0, "failure_code": "card_declined"}
        outcome = declined_outcome("generic_decline")
        charge = make_charge(intent, payer_of(card), locale=None, email=email, **refusal, failure_message=DECLINED, outcome=outcome)
        error = {"code": "card_declined", "decline_code": "generic_decline", "message": DECLINED, "type": "card_error"}
        changes = {"status": "requires_payment_method", "last_payment_error": error | {"charge": charge.stripe_id}}
        kinds = ("charge.failed", "payment_intent.payment_failed")
    store.save(intent, latest_charge=charge.stripe_id, **changes)
    for kind, row in zip(kinds, (charge, intent), strict=True):
        emit_event(kind, row.body, account=invoice.account)


def _new_intent(invoice: StoredObject) -> StoredObject:
    intent_id = ids.new_id("pi_")
    body = examples.example(
        "payment_intent",
        id=intent_id,
        amount=invoice.body["amount_due"],
        client_secret=f"{intent_id}_secret_{ids.new_id('')}",
        created=clock.epoch(),
        currency=invoice.body["currency"],
        customer=invoice.body["customer"],
        description="Subscription update" if invoice.body["billing_reason"] == "subscription_cycle" else "Subscription creation",
        status="requires_payment_method",
    )
    intent = store.create(body, account=invoice.account)
    payment = examples.example(
        "invoice_payment",
        id=ids.new_id("inpay_"),
        amount_requested=invoice.body["amount_due"],
        created=clock.epoch(),
        currency=invoice.body["currency"],
        invoice=invoice.stripe_id,
        is_default=True,
        payment={"payment_intent": intent_id, "type": "payment_intent"},
        status="open",
    )
    invoice.state = {**invoice.state, "intent": intent_id, "payments": [payment]}
    return intent
