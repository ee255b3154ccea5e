"""Cards that customers left on the payment page or in the portal: https://docs.stripe.com/api/payment_methods."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route

KIND = "payment_method"


@route("GET", "/v1/payment_methods/{id}", takes="PaymentMethodRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/payment_methods", takes="PaymentMethodListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"customer": "customer", "type": "type"})
