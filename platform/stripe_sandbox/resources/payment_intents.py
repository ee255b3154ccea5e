"""PaymentIntents, made by Checkout only so far: https://docs.stripe.com/api/payment_intents."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route

KIND = "payment_intent"


@route("GET", "/v1/payment_intents/{id}")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/payment_intents")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND)
