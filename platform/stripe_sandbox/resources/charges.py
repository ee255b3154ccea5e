"""Charges: https://docs.stripe.com/api/charges."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.expand import expandable
from stripe_sandbox.api.lists import as_list, list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject

KIND = "charge"


@route("GET", "/v1/charges/{id}", takes="ChargeRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/charges", takes="ChargeListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"payment_intent": "payment_intent"})


@expandable(KIND, "refunds")
def _refunds_of(body: dict[str, Any]) -> dict[str, Any]:
    """Since 2022-11-15 a charge shows its refunds only when asked to."""
    refunds = StoredObject.objects.filter(kind="refund", body__charge=body["id"]).order_by("-id")
    return as_list(f"/v1/charges/{body['id']}/refunds", [row.body for row in refunds])
