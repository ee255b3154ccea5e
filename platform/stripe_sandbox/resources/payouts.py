"""Payouts, made by the clock: https://docs.stripe.com/api/payouts."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route

KIND = "payout"


@route("GET", "/v1/payouts/{id}", takes="PayoutRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/payouts", takes="PayoutListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"status": "status", "destination": "destination"})
