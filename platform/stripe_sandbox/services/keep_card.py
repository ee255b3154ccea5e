"""A customer's card that can be charged again."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.make_charge import Payer

CARD_FIELDS = ("checks", "country", "display_brand", "fingerprint", "funding", "generated_from", "networks", "wallet")


def keep_card(customer: StoredObject, payer: Payer, *, declines: bool) -> StoredObject:
    """
    Attach a card to a customer and make it the one that pays; `declines` is how each charge of it will end.

    Subscriptions without a card of their own take it from the customer, as at Stripe.
    """
    card = dict.fromkeys(CARD_FIELDS) | {
        "brand": payer.brand,
        "exp_month": payer.expiry[0],
        "exp_year": payer.expiry[1],
        "funding": "credit",
        "last4": payer.last4,
        "three_d_secure_usage": {"supported": True},
    }
    body: dict[str, Any] = {
        "id": ids.new_id("pm_"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": examples.example("charge")["billing_details"] | {"email": payer.email or None, "name": payer.name or None},
        "card": card,
        "created": clock.epoch(),
        "customer": customer.stripe_id,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }
    method = store.create(body, account=customer.account, state={"declines": declines, "name": payer.name})
    settings = {**customer.body["invoice_settings"], "default_payment_method": method.stripe_id}
    store.save(customer, invoice_settings=settings)
    emit_event("payment_method.attached", method.body, account=customer.account)
    emit_event("customer.updated", customer.body, account=customer.account)
    return method


def card_of(subscription: StoredObject) -> StoredObject | None:
    """Return the card that a subscription is paid with; None when there is none."""
    customer = store.find("customer", subscription.body["customer"], account=subscription.account)
    wanted = subscription.body["default_payment_method"] or customer.body["invoice_settings"]["default_payment_method"]
    return store.peek(wanted or "")


def payer_of(method: StoredObject) -> Payer:
    """Return who pays with a kept card."""
    card = method.body["card"]
    expiry = (card["exp_month"], card["exp_year"])
    return Payer("card", name=method.state["name"], brand=card["brand"], last4=card["last4"], expiry=expiry)
