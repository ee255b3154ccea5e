"""A buyer completes a session in subscription mode: only now is there a subscription (basil, stripe.md part 0)."""

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.keep_card import keep_card
from stripe_sandbox.services.make_charge import Payer
from stripe_sandbox.services.make_customer import make_customer
from stripe_sandbox.services.pay_invoice import collect_invoice
from stripe_sandbox.services.pay_session import customer_details
from stripe_sandbox.services.start_payment import lock_open_session
from stripe_sandbox.services.start_subscription import start_subscription


def needs_card(session: StoredObject) -> bool:
    """Say whether the page has to ask for a card: not for a trial when the platform said `if_required`."""
    return session.body["payment_method_collection"] != "if_required" or session.body["amount_total"] > 0


def subscribe(session_id: str, payer: Payer | None, *, declines: bool = False) -> StoredObject:
    """
    Complete an open session: customer, card (None: without), subscription and first invoice. Locks the session.

    A card that `declines` is good enough for a trial; without one the caller must refuse it before.

    :raises SessionNotOpen: if it was completed already, or has expired
    """
    session = lock_open_session(session_id)
    details = customer_details(session, payer or Payer("card"))
    customer = _customer(session, details)
    details["email"] = details["email"] or customer.body["email"]
    if payer is not None:
        keep_card(customer, payer, declines=declines)
    prices = [(line["price"], line["quantity"]) for line in session.state["line_items"]]
    coupon = next((one["coupon"] for one in session.state["discounts"]), "")
    subscription, invoice = start_subscription(customer, prices, session.state["subscription_data"], coupon=coupon)
    collect_invoice(invoice)
    session.deadline_at = None
    store.save(
        session,
        status="complete",
        payment_status="paid" if invoice.body["amount_paid"] else "no_payment_required",
        customer=customer.stripe_id,
        customer_details=details,
        invoice=invoice.stripe_id,
        subscription=subscription.stripe_id,
        url=None,
    )
    emit_event("checkout.session.completed", session.body, account=session.account)
    return session


def _customer(session: StoredObject, details: dict[str, object]) -> StoredObject:
    if session.body["customer"]:
        return store.find("customer", session.body["customer"], account=session.account, lock=True)
    return make_customer({"email": details["email"] or "", "name": details["name"] or ""}, account=session.account)
