"""Checkout Sessions, mode=payment on the hosted page: https://docs.stripe.com/api/checkout/sessions."""

import datetime as dt
from typing import Any

from stripe_sandbox import addresses, clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.expand import expandable
from stripe_sandbox.api.lists import as_list, list_objects, page_size
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.api.rules_sessions import line_total
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.expire_session import expire_session, settle_expired

KIND = "checkout.session"
METHODS = ("bancontact", "card")  # what the page can take, in the order a Belgian shop shows them
COPIED = ("cancel_url", "client_reference_id", "customer_email", "locale", "metadata", "submit_type", "success_url")
NARROWED = ("allowed_payment_method_types", "excluded_payment_method_types")


@route("POST", "/v1/checkout/sessions")
def create(call: Call) -> dict[str, Any]:
    """Open a session; its PaymentIntent comes with the first attempt to pay."""
    session_id = ids.new_id("cs_test_")
    expires_at = int(call.params.get("expires_at") or clock.epoch() + 24 * 3600)
    total = line_total(call.params)
    body = examples.example(
        "checkout.session",
        id=session_id,
        amount_subtotal=total,
        amount_total=total,
        created=clock.epoch(),
        currency=call.params["line_items"][0]["price_data"]["currency"],
        expires_at=expires_at,
        payment_method_types=_offered_methods(call),
        url=addresses.public("pay", session_id),
        **{name: call.params[name] for name in (*COPIED, *NARROWED) if name in call.params},
    )
    state = {
        "line_items": [_line(line) for line in call.params["line_items"]],
        "payment_intent_data": call.params.get("payment_intent_data", {}),
    }
    deadline = dt.datetime.fromtimestamp(expires_at, dt.UTC)
    return store.create(body, account=call.account, state=state, deadline_at=deadline).body


@route("GET", "/v1/checkout/sessions/{id}")
def retrieve(call: Call) -> dict[str, Any]:
    settle_expired()
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/checkout/sessions")
def list_all(call: Call) -> dict[str, Any]:
    settle_expired()
    return list_objects(call, KIND, {"payment_intent": "payment_intent", "status": "status"})


@route("POST", "/v1/checkout/sessions/{id}/expire")
def expire(call: Call) -> dict[str, Any]:
    settle_expired()
    cause = Cause(call.request_id, call.idempotency_key)
    return expire_session(call.ids["id"], account=call.account, cause=cause).body


@route("GET", "/v1/checkout/sessions/{id}/line_items")
def line_items(call: Call) -> dict[str, Any]:
    lines = store.find(KIND, call.ids["id"], account=call.account).state["line_items"]
    start = next((index + 1 for index, line in enumerate(lines) if line["id"] == call.params.get("starting_after")), 0)
    end = start + page_size(call.params)
    return as_list(call.path, lines[start:end], has_more=len(lines) > end)


@expandable(KIND, "line_items")
def _line_items_of(body: dict[str, Any]) -> dict[str, Any]:
    session = store.peek(body["id"])
    lines = session.state["line_items"] if session else []
    return as_list(f"/v1/checkout/sessions/{body['id']}/line_items", lines[:10], has_more=len(lines) > 10)


def _line(line: dict[str, Any]) -> dict[str, Any]:
    price, quantity = line["price_data"], int(line.get("quantity", 1))
    product, unit_amount = price["product_data"], int(price["unit_amount"])
    body = examples.example(
        "item",
        id=ids.new_id("li_"),
        amount_subtotal=unit_amount * quantity,
        amount_total=unit_amount * quantity,
        currency=price["currency"],
        description=product["name"],
        metadata=line.get("metadata") or {},
        quantity=quantity,
    )
    body["price"] |= {
        "active": False,
        "created": clock.epoch(),
        "currency": price["currency"],
        "id": ids.new_id("price_"),
        "product": ids.new_id("prod_"),
        "tax_behavior": price.get("tax_behavior", "unspecified"),
        "unit_amount": unit_amount,
        "unit_amount_decimal": str(unit_amount),
    }
    return body


def _offered_methods(call: Call) -> list[str]:
    """
    Return the methods of the page: active on the account, allowed, and not excluded.

    :raises ApiError: 400 when none is left
    """
    active = active_methods(call.account)
    allowed = call.params.get("allowed_payment_method_types") or METHODS
    excluded = call.params.get("excluded_payment_method_types") or ()
    offered = [method for method in METHODS if method in active and method in allowed and method not in excluded]
    if not offered:
        raise ApiError(400, "No valid payment method types for this Checkout Session. Activate payment methods on the account.")
    return offered


def active_methods(account: str) -> list[str]:
    """Return the methods whose capability is active on the account; the platform itself may use all."""
    if not account:
        return list(METHODS)
    row = StoredObject.objects.of("v2.core.account", "").get(stripe_id=account)
    capabilities = row.body["configuration"]["merchant"]["capabilities"]
    return [method for method in METHODS if capabilities.get(f"{method}_payments", {}).get("status") == "active"]
