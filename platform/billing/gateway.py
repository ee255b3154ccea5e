"""
Stripe's Billing on the platform's own account, in our words. No call here names a shop's account.

Shops are customers of ours (`cus_...`), whether or not they have an account for their own customers' money: the two
never meet. Nothing here touches the database.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from billing.states import NON_TERMINAL
from payments.gateways.base import GatewayRefused
from payments.gateways.stripe import platform_stripe

MOST = 100


@dataclass(frozen=True, kw_only=True)
class SubscriptionFacts:
    """A subscription as Stripe knows it now. `product_id` and `price_key` say which plan; `amount` in cents a month, without VAT."""

    id: str
    status: str
    item_id: str
    price_id: str
    price_key: str
    product_id: str
    amount: int
    created: int
    period_end: dt.datetime | None
    ends: bool


@dataclass(frozen=True)
class PageFacts:
    """A hosted page on which to subscribe. `status` is open, complete or expired."""

    id: str
    status: str
    url: str


@dataclass(frozen=True)
class PriceFacts:
    """A recurring price; amount in cents a month."""

    id: str
    amount: int
    product_id: str


def create_customer(params: dict[str, Any], *, idempotency_key: str) -> str:
    """Make a customer; the same key with the same parameters gives the same one."""
    with platform_stripe(hurried=True) as v1:
        return str(v1.customers.create(params=params, options={"idempotency_key": idempotency_key}).id)


def subscriptions_of(customer_id: str, *, hurried: bool = False) -> list[SubscriptionFacts]:
    """Return all that a customer has or had, as they are now."""
    with platform_stripe(hurried=hurried) as v1:
        found = v1.subscriptions.list(params={"customer": customer_id, "status": "all", "limit": MOST}).to_dict()
        return [_facts(one) for one in found["data"]]


def customer_of(kind: str, object_id: str) -> str:
    """
    Return whose a subscription, an invoice or a page is; "" for nobody's.

    :raises GatewayRefused: if there is no such thing on our account
    """
    with platform_stripe() as v1:
        asked = {"subscription": v1.subscriptions, "invoice": v1.invoices, "session": v1.checkout.sessions}[kind]
        customer = asked.retrieve(object_id).to_dict().get("customer") or ""
    return str(customer["id"] if isinstance(customer, dict) else customer)


def create_page(params: dict[str, Any], *, idempotency_key: str) -> PageFacts:
    """Make the page on which to subscribe; the same key with the same parameters gives the same page."""
    with platform_stripe(hurried=True) as v1:
        return _page(v1.checkout.sessions.create(params=params, options={"idempotency_key": idempotency_key}).to_dict())


def fetch_page(session_id: str) -> PageFacts:
    """Return a page as it is now."""
    with platform_stripe(hurried=True) as v1:
        return _page(v1.checkout.sessions.retrieve(session_id).to_dict())


def open_pages(customer_id: str) -> list[PageFacts]:
    """Return the pages on which a customer could still subscribe."""
    with platform_stripe(hurried=True) as v1:
        found = v1.checkout.sessions.list(params={"customer": customer_id, "status": "open", "limit": MOST}).to_dict()
        return [_page(one) for one in found["data"]]


def expire_page(session_id: str) -> PageFacts:
    """Close a page, and return it as it is then: it may have been completed just before."""
    try:
        with platform_stripe(hurried=True) as v1:
            return _page(v1.checkout.sessions.expire(session_id).to_dict())
    except GatewayRefused:
        page = fetch_page(session_id)
        if page.status == "open":
            raise
        return page


def change_price(subscription: SubscriptionFacts, *, price_id: str, idempotency_key: str) -> None:
    """Move a subscription to another price; what was paid for the rest of the period is counted."""
    params = {"items": [{"id": subscription.item_id, "price": price_id}], "proration_behavior": "create_prorations"}
    with platform_stripe(hurried=True) as v1:
        v1.subscriptions.update(subscription.id, params=params, options={"idempotency_key": idempotency_key})


def end_subscription(subscription_id: str, *, customer_id: str, idempotency_key: str) -> None:
    """End a subscription now: nothing more is charged, what was paid stays paid. One that has ended already is left alone."""
    try:
        with platform_stripe(hurried=True) as v1:
            v1.subscriptions.cancel(subscription_id, options={"idempotency_key": idempotency_key})
    except GatewayRefused:
        if any(one.id == subscription_id and one.status in NON_TERMINAL for one in subscriptions_of(customer_id)):
            raise


def portal_url(customer_id: str, *, return_url: str, locale: str) -> str:
    """Return an address of Stripe's portal that works for some minutes: made on the click, never mailed or kept."""
    params: dict[str, Any] = {"customer": customer_id, "return_url": return_url, "locale": locale}
    if settings.STRIPE_PORTAL_CONFIGURATION:
        params["configuration"] = settings.STRIPE_PORTAL_CONFIGURATION
    with platform_stripe(hurried=True) as v1:
        return str(v1.billing_portal.sessions.create(params=params).url)


def price_named(lookup_key: str) -> PriceFacts | None:
    """Return the price that has this key now, or None."""
    with platform_stripe(hurried=True) as v1:
        found = v1.prices.list(params={"lookup_keys": [lookup_key], "active": True, "limit": 1}).to_dict()["data"]
    return PriceFacts(id=found[0]["id"], amount=found[0]["unit_amount"], product_id=found[0]["product"]) if found else None


def tax_rate(percentage: float) -> str:
    """Return the id of the Belgian rate that is added to a price, or ""."""
    with platform_stripe(hurried=True) as v1:
        found = v1.tax_rates.list(params={"active": True, "inclusive": False, "limit": MOST}).to_dict()["data"]
    return next((str(one["id"]) for one in found if one["percentage"] == percentage and one.get("country") == "BE"), "")


def _page(session: dict[str, Any]) -> PageFacts:
    return PageFacts(id=session["id"], status=session["status"], url=session.get("url") or "")


def _facts(subscription: dict[str, Any]) -> SubscriptionFacts:
    item = subscription["items"]["data"][0]
    price = item["price"]
    product = price["product"]
    return SubscriptionFacts(
        id=subscription["id"],
        status=subscription["status"],
        item_id=item["id"],
        price_id=price["id"],
        price_key=price.get("lookup_key") or "",
        product_id=product["id"] if isinstance(product, dict) else product,
        amount=price.get("unit_amount") or 0,
        created=subscription["created"],
        period_end=_moment(item.get("current_period_end")),
        ends=bool(subscription.get("cancel_at_period_end") or subscription.get("cancel_at")),
    )


def _moment(epoch: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(epoch, dt.UTC) if epoch else None
