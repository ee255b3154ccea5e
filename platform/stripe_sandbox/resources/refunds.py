"""Refunds: https://docs.stripe.com/api/refunds."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.numbers import boolean, integer
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause, emit_event
from stripe_sandbox.services.refund_charge import refund_charge, settle_refund

KIND = "refund"


@route("POST", "/v1/refunds", takes="RefundCreateParams")
def create(call: Call) -> dict[str, Any]:
    refund = refund_charge(
        _charge_id(call),
        account=call.account,
        amount=integer(call.params, "amount") if "amount" in call.params else None,
        details={"metadata": store.merged({}, call.params.get("metadata")), "reason": call.params.get("reason")},
        with_fee=boolean(call.params, "refund_application_fee"),
        cause=Cause(call.request_id, call.idempotency_key),
    )
    return refund.body


@route("GET", "/v1/refunds/{id}", takes="RefundRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/refunds", takes="RefundListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"charge": "charge", "payment_intent": "payment_intent"})


@route("POST", "/v1/refunds/{id}", takes="RefundUpdateParams")
def update(call: Call) -> dict[str, Any]:
    refund = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    store.save(refund, metadata=store.merged(refund.body["metadata"], call.params.get("metadata")))
    emit_event("refund.updated", refund.body, account=call.account, cause=Cause(call.request_id, call.idempotency_key))
    return refund.body


@route("POST", "/v1/refunds/{id}/cancel", takes="RefundCancelParams")
def cancel(call: Call) -> dict[str, Any]:
    """Cancel a refund that waits for the buyer; no other can be, https://docs.stripe.com/api/refunds/cancel."""
    refund = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    if refund.body["status"] != "requires_action":
        message = f"Only refunds with status requires_action can be canceled; this one has a status of {refund.body['status']}."
        raise ApiError(400, message, param="refund")
    return settle_refund(refund, status="canceled", cause=Cause(call.request_id, call.idempotency_key)).body


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
