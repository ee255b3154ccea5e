"""Application fees, the platform's share, on its own account: https://docs.stripe.com/api/application_fees."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.numbers import integer
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.take_fee import refund_fee

KIND = "application_fee"


@route("GET", "/v1/application_fees/{id}", takes="ApplicationFeeRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/application_fees", takes="ApplicationFeeListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"charge": "charge"})


@route("POST", "/v1/application_fees/{id}/refunds", takes="ApplicationFeeRefundCreateParams")
def refund(call: Call) -> dict[str, Any]:
    fee = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    amount = integer(call.params, "amount") if "amount" in call.params else None
    metadata = store.merged({}, call.params.get("metadata"))
    return refund_fee(fee, amount, metadata=metadata, cause=Cause(call.request_id, call.idempotency_key))


@route("GET", "/v1/application_fees/{id}/refunds", takes="ApplicationFeeRefundListParams")
def list_refunds(call: Call) -> dict[str, Any]:
    fee = store.find(KIND, call.ids["id"], account=call.account)
    return list_objects(call, "fee_refund", any_of={"fee": [fee.stripe_id]})
