"""What Stripe asks of a new Checkout Session beyond known names: https://docs.stripe.com/api/checkout/sessions/create."""

import re
from collections.abc import Iterator
from typing import Any

from stripe_sandbox import clock
from stripe_sandbox.api.numbers import is_whole
from stripe_sandbox.api.problems import Problem, required

UI_MODES = ("hosted_page", "embedded_page", "elements", "form")
BUILT_MODES = ("payment",)
EARLIEST, LATEST = 30 * 60, 24 * 60 * 60  # seconds ahead, for expires_at
SLACK = 10  # seconds that a request may take to arrive
MINIMUM_EUR = 50  # cents; Stripe's lowest charge in euro (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)


def session_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """Yield the problems of `POST /v1/checkout/sessions`."""
    yield from required(params, "mode")
    yield from _modes(params)
    yield from required(params, "success_url", "line_items")
    yield from _lines(params.get("line_items"))
    yield from _expiry(params)
    yield from _fee(params, account)
    yield from _addresses(params)
    yield from _exclusive(params)
    yield from _minimum(params)


def line_total(params: dict[str, Any]) -> int:
    """Return the sum of the lines in minor units; only for lines that passed the checks."""
    return sum(int(line["price_data"]["unit_amount"]) * int(line.get("quantity", 1)) for line in params["line_items"])


def _modes(params: dict[str, Any]) -> Iterator[Problem]:
    mode, ui_mode = params.get("mode"), params.get("ui_mode", "hosted_page")
    if mode and mode not in ("payment", "setup", "subscription"):
        yield Problem("", "mode", f"Invalid mode: must be one of payment, setup, or subscription; got {mode}")
    elif mode and mode not in BUILT_MODES:
        yield Problem("", "mode", f"The sandbox does not know mode={mode} yet.")
    if ui_mode not in UI_MODES:
        yield Problem("", "ui_mode", f"Invalid ui_mode: must be one of {', '.join(UI_MODES)}; got {ui_mode}")
    elif ui_mode != "hosted_page":
        yield Problem("", "ui_mode", f"The sandbox serves the hosted page only, not ui_mode={ui_mode}.")


def _lines(lines: Any) -> Iterator[Problem]:
    if not isinstance(lines, list):
        if lines:
            yield Problem("", "line_items", "Invalid array")
        return
    for index, line in enumerate(lines):
        yield from _line(line if isinstance(line, dict) else {}, f"line_items[{index}]")
    if len({_currency(line) for line in lines}) > 1:
        yield Problem("", "line_items", "All line items must use the same currency.")


def _line(line: dict[str, Any], where: str) -> Iterator[Problem]:
    price = line.get("price_data")
    if not isinstance(price, dict) or line.get("price"):
        yield Problem("parameter_missing", f"{where}[price_data]", "The sandbox takes lines with price_data only, not price.")
        return
    if not is_whole(line.get("quantity", 1)) or int(line.get("quantity", 1)) < 1:
        yield Problem("parameter_invalid_integer", f"{where}[quantity]", f"Invalid integer: {line.get('quantity')}")
    where = f"{where}[price_data]"
    yield from required(price, "currency", "product_data", "unit_amount", where=where)
    product = price.get("product_data")
    yield from required(product if isinstance(product, dict) else {}, "name", where=f"{where}[product_data]")
    if not re.fullmatch(r"[a-z]{3}", str(price.get("currency", ""))):
        yield Problem("", f"{where}[currency]", "Invalid currency: three lower-case letters.")
    amount = price.get("unit_amount")
    if amount is not None and not is_whole(amount):
        yield Problem("parameter_invalid_integer", f"{where}[unit_amount]", f"Invalid integer: {amount}")
    elif amount is not None and int(amount) < 0:
        yield Problem("parameter_invalid_integer", f"{where}[unit_amount]", "This value must be greater than or equal to 0.")


def _currency(line: Any) -> Any:
    price = line.get("price_data") if isinstance(line, dict) else None
    return price.get("currency") if isinstance(price, dict) else None


def _expiry(params: dict[str, Any]) -> Iterator[Problem]:
    if "expires_at" not in params:
        return
    if not is_whole(params["expires_at"]):
        yield Problem("parameter_invalid_integer", "expires_at", f"Invalid integer: {params['expires_at']}")
        return
    ahead = int(params["expires_at"]) - clock.epoch()
    if not EARLIEST - SLACK <= ahead <= LATEST + SLACK:
        yield Problem("", "expires_at", "The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.")


def _fee(params: dict[str, Any], account: str) -> Iterator[Problem]:
    where = "payment_intent_data[application_fee_amount]"
    data = params.get("payment_intent_data")
    fee = data.get("application_fee_amount") if isinstance(data, dict) else None
    if fee is None:
        return
    if not is_whole(fee) or int(fee) < 1:
        yield Problem("parameter_invalid_integer", where, f"Invalid positive integer: {fee}")
    elif not account:
        yield Problem("", where, "Can only apply an application_fee when acting on behalf of another account (Stripe-Account).")
    elif not list(_lines(params.get("line_items"))) and int(fee) > line_total({"line_items": params.get("line_items") or []}):
        yield Problem("", where, "The application fee cannot be greater than the amount of the payment.")


def _addresses(params: dict[str, Any]) -> Iterator[Problem]:
    for name in ("success_url", "cancel_url"):
        if params.get(name) and not re.match(r"https?://[^/]", str(params[name])):
            yield Problem("url_invalid", name, "Not a valid URL. URLs must begin with http:// or https://.")


def _exclusive(params: dict[str, Any]) -> Iterator[Problem]:
    if params.get("customer") and params.get("customer_email"):
        yield Problem("", "customer_email", "You may only specify one of these parameters: customer, customer_email.")
    data = params.get("payment_intent_data")
    suffix = data.get("statement_descriptor_suffix", "") if isinstance(data, dict) else ""
    if len(suffix) > 22:
        yield Problem("", "payment_intent_data[statement_descriptor_suffix]", "The statement descriptor suffix has at most 22 characters.")


def _minimum(params: dict[str, Any]) -> Iterator[Problem]:
    if not params.get("line_items") or list(_lines(params["line_items"])):
        return
    if _currency(params["line_items"][0]) == "eur" and line_total(params) < MINIMUM_EUR:
        yield Problem("amount_too_small", "", "The Checkout Session's total amount due must add up to at least €0.50 eur")
