"""What Stripe asks of a new Checkout Session beyond known names: https://docs.stripe.com/api/checkout/sessions/create."""

import re
from collections.abc import Iterator
from typing import Any

from kit import clock as real_clock
from stripe_sandbox.api.problems import Problem, required

BUILT_MODES = ("payment", "subscription")
NOT_BUILT = ("shipping_options", "custom_fields", "optional_items", "invoice_creation", "setup_intent_data")
EARLIEST, LATEST = 30 * 60, 24 * 60 * 60  # seconds ahead, for expires_at
SLACK = 10  # seconds that a request may take to arrive
ONLY_IN = {  # parameter -> the mode that it belongs to
    "payment_intent_data": "payment",
    "submit_type": "payment",
    "payment_method_collection": "subscription",
    "subscription_data": "subscription",
}


def session_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """Yield the problems of `POST /v1/checkout/sessions`."""
    yield from required(params, "mode")
    yield from _not_built(params)
    yield from required(params, "success_url", "line_items")
    for index, line in enumerate(params.get("line_items") or []):
        yield from _line(line, f"line_items[{index}]")
    yield from _modes(params)
    yield from _expiry(params)
    yield from _fee(params, account)
    yield from _addresses(params)
    yield from _exclusive(params)


def _not_built(params: dict[str, Any]) -> Iterator[Problem]:
    mode, ui_mode = params.get("mode"), params.get("ui_mode", "hosted_page")
    if mode and mode not in BUILT_MODES:
        yield Problem("", "mode", f"The sandbox does not know mode={mode} yet.")
    if ui_mode != "hosted_page":
        yield Problem("", "ui_mode", f"The sandbox serves the hosted page only, not ui_mode={ui_mode}.")
    if (params.get("automatic_tax") or {}).get("enabled") == "true":
        yield Problem("", "automatic_tax[enabled]", "The sandbox calculates no taxes.")
    for name in NOT_BUILT:
        if name in params:
            yield Problem("", name, f"The sandbox does not know {name} yet.")


def _line(line: dict[str, Any], where: str) -> Iterator[Problem]:
    price = line.get("price_data")
    if bool(price) == bool(line.get("price")):
        yield Problem("parameter_missing", f"{where}[price]", "You must pass exactly one of `price` and `price_data`.")
    if int(line.get("quantity", 1)) < 1:
        yield Problem("parameter_invalid_integer", f"{where}[quantity]", "This value must be greater than or equal to 1.")
    if price:
        yield from _price(price, f"{where}[price_data]")


def _price(price: dict[str, Any], where: str) -> Iterator[Problem]:
    if bool(price.get("product")) == bool(price.get("product_data")):
        yield Problem("parameter_missing", f"{where}[product]", "You must pass exactly one of `product` and `product_data`.")
    if not re.fullmatch(r"[a-z]{3}", price["currency"]):
        yield Problem("", f"{where}[currency]", "Invalid currency: three lower-case letters.")
    if "unit_amount" not in price:
        yield Problem("parameter_missing", f"{where}[unit_amount]", "You must pass `unit_amount`; the sandbox takes no decimals.")
    elif int(price["unit_amount"]) < 0:
        yield Problem("parameter_invalid_integer", f"{where}[unit_amount]", "This value must be greater than or equal to 0.")


def _modes(params: dict[str, Any]) -> Iterator[Problem]:
    for name, mode in ONLY_IN.items():
        if name in params and params.get("mode") != mode:
            yield Problem("", name, f"You can not pass `{name}` in `{params.get('mode')}` mode.")


def _expiry(params: dict[str, Any]) -> Iterator[Problem]:
    """By the real clock, as the caller does not know how far ours is ahead."""
    if "expires_at" not in params:
        return
    ahead = int(params["expires_at"]) - real_clock.now().timestamp()
    if not EARLIEST - SLACK <= ahead <= LATEST + SLACK:
        yield Problem("", "expires_at", "The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.")


def _fee(params: dict[str, Any], account: str) -> Iterator[Problem]:
    where = "payment_intent_data[application_fee_amount]"
    fee = (params.get("payment_intent_data") or {}).get("application_fee_amount")
    if fee is None:
        return
    if int(fee) < 1:
        yield Problem("parameter_invalid_integer", where, f"Invalid positive integer: {fee}")
    elif not account:
        yield Problem("", where, "Can only apply an application_fee when acting on behalf of another account (Stripe-Account).")


def _addresses(params: dict[str, Any]) -> Iterator[Problem]:
    for name in ("success_url", "cancel_url"):
        if params.get(name) and not re.match(r"https?://[^/]", str(params[name])):
            yield Problem("url_invalid", name, "Not a valid URL. URLs must begin with http:// or https://.")


def _exclusive(params: dict[str, Any]) -> Iterator[Problem]:
    if params.get("customer") and params.get("customer_email"):
        yield Problem("", "customer_email", "You may only specify one of these parameters: customer, customer_email.")
    if params.get("allow_promotion_codes") and params.get("discounts"):
        yield Problem("", "discounts", "You may only specify one of these parameters: allow_promotion_codes, discounts.")
    data = params.get("payment_intent_data") or {}
    if data.get("statement_descriptor"):
        message = "The `statement_descriptor` parameter is not supported for cards. Use `statement_descriptor_suffix` instead."
        yield Problem("", "payment_intent_data[statement_descriptor]", message)
    if len(data.get("statement_descriptor_suffix", "")) > 22:
        yield Problem("", "payment_intent_data[statement_descriptor_suffix]", "The statement descriptor suffix has at most 22 characters.")
