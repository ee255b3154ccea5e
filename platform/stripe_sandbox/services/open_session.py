"""A shop sends a buyer to the payment page."""

import datetime as dt
from typing import Any

from kit import clock as real_clock
from stripe_sandbox import addresses, clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.methods import METHODS, offered
from stripe_sandbox.services.discount import discount_of
from stripe_sandbox.services.price_lines import PricedLine, line_item, priced_lines
from stripe_sandbox.services.tax import taxes_on

LASTS = dt.timedelta(hours=24)
MINIMUM_EUR = 50  # cents; Stripe's lowest charge in euro (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)
COPIED = (
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "excluded_payment_method_types",
    "locale",
    "metadata",
    "mode",
    "payment_method_collection",
    "submit_type",
    "success_url",
)


def open_session(params: dict[str, Any], *, account: str) -> StoredObject:
    """
    Open a session out of parameters that passed the check; its PaymentIntent comes with the first attempt to pay.

    :raises ApiError: 400 when its lines, total or methods make no payment
    """
    lines = priced_lines(params["line_items"], account=account)
    _check_recurring(params["mode"], lines)
    if "customer" in params:
        store.find("customer", params["customer"], account=account)
    subtotal, currency = sum(line.amount for line in lines), lines[0].price["currency"]
    discount = discount_of(params.get("discounts") or [], subtotal, account=account)
    rates = (params.get("subscription_data") or {}).get("default_tax_rates") or []
    tax = sum(each.amount for each in taxes_on(subtotal - discount, rates, account=account))
    total = 0 if _has_trial(params) else subtotal - discount + tax
    _check_total(params, total, currency)
    session_id, (expires_at, deadline) = ids.new_id("cs_test_"), _expiry(params)
    body = examples.example(
        "checkout.session",
        id=session_id,
        amount_subtotal=subtotal,
        amount_total=total,
        created=clock.epoch(),
        currency=currency,
        expires_at=expires_at,
        payment_method_types=_methods(params, account, currency),
        url=addresses.public("pay", session_id),
        **{name: params[name] for name in COPIED if name in params},
    )
    body["total_details"] = {"amount_discount": discount, "amount_shipping": 0, "amount_tax": 0 if _has_trial(params) else tax}
    state = {
        "amount_each_time": subtotal + tax,
        "discounts": params.get("discounts") or [],
        "line_items": [line_item(line) for line in lines],
        "payment_intent_data": params.get("payment_intent_data", {}),
        "subscription_data": params.get("subscription_data", {}),
    }
    return store.create(body, account=account, state=state, deadline_at=deadline)


def active_capabilities(account: str) -> list[str]:
    """Return the capabilities that an account may use now; the platform itself has all."""
    if not account:
        return [method.capability for method in METHODS]
    row = StoredObject.objects.of("v2.core.account", "").get(stripe_id=account)
    capabilities = row.body["configuration"]["merchant"]["capabilities"]
    return [name for name, capability in capabilities.items() if capability["status"] == "active"]


def _expiry(params: dict[str, Any]) -> tuple[int, dt.datetime]:
    """Return `expires_at` as the caller sees it, by the real clock, and when that is on ours."""
    asked = params.get("expires_at")
    expires_at = clock.moment_of(int(asked)) if asked else real_clock.now() + LASTS
    return clock.epoch(expires_at), expires_at + clock.ahead()


def _methods(params: dict[str, Any], account: str, currency: str) -> list[str]:
    row = store.peek(account) if account else None
    country = str((row.body["identity"]["country"] if row else None) or "be").lower()
    codes = offered(
        active_capabilities(account),
        country=country,
        currency=currency,
        allowed=params.get("allowed_payment_method_types") or (),
        excluded=params.get("excluded_payment_method_types") or (),
    )
    if params["mode"] == "subscription":
        codes = [code for code in codes if code == "card"]  # what can be charged again each month
    if not codes:
        raise ApiError(400, "No valid payment method types for this Checkout Session. Activate payment methods on the account.")
    return codes


def _check_recurring(mode: str, lines: list[PricedLine]) -> None:
    recurring = any(line.is_recurring for line in lines)
    if mode == "payment" and recurring:
        raise ApiError(400, "You must use `subscription` mode with recurring prices.", param="mode")
    if mode == "subscription" and not recurring:
        raise ApiError(400, "You must provide at least one recurring price in `subscription` mode.", param="line_items")


def _has_trial(params: dict[str, Any]) -> bool:
    data = params.get("subscription_data") or {}
    return bool(data.get("trial_period_days") or data.get("trial_end"))


def _check_total(params: dict[str, Any], total: int, currency: str) -> None:
    fee = int((params.get("payment_intent_data") or {}).get("application_fee_amount") or 0)
    if params["mode"] == "payment" and currency == "eur" and total < MINIMUM_EUR:
        raise ApiError(400, "The Checkout Session's total amount due must add up to at least €0.50 eur", code="amount_too_small")
    if fee > total:
        where = "payment_intent_data[application_fee_amount]"
        raise ApiError(400, "The application fee cannot be greater than the amount of the payment.", param=where)
