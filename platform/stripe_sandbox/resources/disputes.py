"""Disputes, opened by test cards or by hand on the control page: https://docs.stripe.com/api/disputes."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.open_dispute import answer_dispute, close_dispute

KIND = "dispute"


@route("GET", "/v1/disputes/{id}", takes="DisputeRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/disputes", takes="DisputeListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"charge": "charge", "payment_intent": "payment_intent"})


@route("POST", "/v1/disputes/{id}", takes="DisputeUpdateParams")
def update(call: Call) -> dict[str, Any]:
    """Give evidence; `submit` sends it to the bank, which is the default at Stripe too."""
    dispute = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    if "metadata" in call.params:
        store.save(dispute, metadata=store.merged(dispute.body["metadata"], call.params["metadata"]))
    evidence = call.params.get("evidence") or {}
    submit = boolean(call.params, "submit") if "submit" in call.params else bool(evidence)
    return answer_dispute(dispute, evidence, submit=submit, cause=Cause(call.request_id, call.idempotency_key)).body


@route("POST", "/v1/disputes/{id}/close", takes="DisputeCloseParams")
def close(call: Call) -> dict[str, Any]:
    """Give in: the dispute is lost."""
    dispute = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    return close_dispute(dispute, "lost", cause=Cause(call.request_id, call.idempotency_key)).body
