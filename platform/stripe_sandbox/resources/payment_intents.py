"""PaymentIntents, made by Checkout and by invoices: https://docs.stripe.com/api/payment_intents."""

from typing import Any

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import Cause, emit_event

KIND = "payment_intent"


@route("GET", "/v1/payment_intents/{id}", takes="PaymentIntentRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/payment_intents", takes="PaymentIntentListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"customer": "customer"})


@route("POST", "/v1/payment_intents/{id}/cancel", takes="PaymentIntentCancelParams")
def cancel(call: Call) -> dict[str, Any]:
    """Cancel one that nobody paid. One of a Checkout Session is the session's own: expire that (stripe.md trap 12)."""
    intent = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    if StoredObject.objects.of("checkout.session", call.account).filter(body__payment_intent=intent.stripe_id).exists():
        raise ApiError(400, "You cannot cancel PaymentIntents created by Checkout; expire the Checkout Session instead.", param="intent")
    if intent.body["status"] in ("succeeded", "canceled", "processing"):
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent.body['status']}."
        raise ApiError(400, message, code="payment_intent_unexpected_state")
    reason = call.params.get("cancellation_reason")
    store.save(intent, status="canceled", canceled_at=clock.epoch(), cancellation_reason=reason, next_action=None)
    emit_event("payment_intent.canceled", intent.body, account=call.account, cause=Cause(call.request_id, call.idempotency_key))
    return intent.body
