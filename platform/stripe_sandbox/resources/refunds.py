"""Refunds: https://docs.stripe.com/api/refunds."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.numbers import boolean, integer
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.refund_charge import refund_charge

KIND = "refund"


@route("POST", "/v1/refunds")
def create(call: Call) -> dict[str, Any]:
    refund = refund_charge(
        _charge_id(call),
        account=call.account,
        amount=integer(call.params, "amount") if "amount" in call.params else None,
        details={"metadata": call.params.get("metadata") or {}, "reason": call.params.get("reason")},
        with_fee=boolean(call.params, "refund_application_fee"),
        cause=Cause(call.request_id, call.idempotency_key),
    )
    return refund.body


@route("GET", "/v1/refunds/{id}")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/refunds")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"charge": "charge", "payment_intent": "payment_intent"})


def _charge_id(call: Call) -> str:
    if "charge" in call.params:
        return str(call.params["charge"])
    intent = store.find("payment_intent", call.params["payment_intent"], account=call.account)
    if intent.body["status"] != "succeeded":
        raise ApiError(
            400,
            f"This PaymentIntent ({intent.stripe_id}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            param="payment_intent",
        )
    return str(intent.body["latest_charge"])
