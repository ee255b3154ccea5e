"""What the tests of the platform's own account share: a plan, a page to subscribe on, the portal."""

from typing import Any
from urllib.parse import urlsplit

import httpx

from stripe_sandbox.services.deliver_events import deliver_all
from tests.stripe_sandbox.conftest import PLATFORM_SECRET, Sandbox

RETURN = "http://localhost:8000/billing/"
REFUSES_LATER, DECLINED = "4000000000000341", "4000000000000002"
GOOD_CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "Anna"}


def v1(billing: Sandbox) -> Any:
    return billing.client.v1


def plan(billing: Sandbox, amount: int = 1500) -> Any:
    product = v1(billing).products.create(params={"name": "Plus"})
    recurring: Any = {"interval": "month"}
    params = {"product": product.id, "currency": "eur", "unit_amount": amount, "lookup_key": f"plus-{amount}", "recurring": recurring}
    return v1(billing).prices.create(params=params)


def to_checkout(billing: Sandbox, *, trial_days: int = 0, **more: Any) -> Any:
    """Open a page on which to subscribe, for a fresh customer."""
    customer = v1(billing).customers.create(params={"email": "anna@bakery.test", "name": "Boulangerie", "metadata": {"shop": "1"}})
    data: Any = {"metadata": {"shop": "1"}, "trial_settings": {"end_behavior": {"missing_payment_method": "pause"}}}
    if trial_days:
        data["trial_period_days"] = trial_days
    params = {
        "mode": "subscription",
        "customer": customer.id,
        "line_items": [{"price": plan(billing).id, "quantity": 1}],
        "success_url": RETURN + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": RETURN,
        "payment_method_collection": "if_required",
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "customer_update": {"address": "auto", "name": "auto"},
        "subscription_data": data,
    }
    return v1(billing).checkout.sessions.create(params=params | more)


def subscribed(billing: Sandbox, number: str = "4242424242424242", **kwargs: Any) -> Any:
    """Go through the page; return the subscription."""
    session = to_checkout(billing, **kwargs)
    billing.pay(session.url, number=number)
    return v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]}).subscription


def now(billing: Sandbox, subscription: Any) -> Any:
    return v1(billing).subscriptions.retrieve(subscription.id, params={"expand": ["latest_invoice"]})


def told(billing: Sandbox) -> list[str]:
    deliver_all()
    parse = billing.client.parse_event_notification
    return [parse(one.body, one.signature, PLATFORM_SECRET).type.removeprefix("v1.") for one in billing.inbox.received]


def portal(billing: Sandbox, subscription: Any) -> str:
    made = v1(billing).billing_portal.sessions.create(params={"customer": subscription.customer, "return_url": RETURN})
    return urlsplit(made.url).path


def answer(billing: Sandbox, path: str, subscription: Any, value: str, **card: str) -> httpx.Response:
    return billing.browser.post(path, data={"answer": value, "subscription": subscription.id, **card})
