"""What the portal offers; kept, but ours offers the same to all: https://docs.stripe.com/api/customer_portal/configurations."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.lists import list_objects, truth
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route

KIND = "billing_portal.configuration"


@route("POST", "/v1/billing_portal/configurations", takes="billing_portal.ConfigurationCreateParams")
def create(call: Call) -> dict[str, Any]:
    body = examples.example(
        KIND,
        id=ids.new_id("bpc_"),
        active=True,
        created=clock.epoch(),
        default_return_url=call.params.get("default_return_url"),
        metadata=store.merged({}, call.params.get("metadata")),
        name=call.params.get("name"),
        updated=clock.epoch(),
    )
    for name, feature in call.params["features"].items():
        body["features"][name] = {**body["features"][name], "enabled": boolean(feature, "enabled")}
    return store.create(body, account=call.account).body


@route("GET", "/v1/billing_portal/configurations/{id}", takes="billing_portal.ConfigurationRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/billing_portal/configurations", takes="billing_portal.ConfigurationListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, any_of={**truth(call, "active"), **truth(call, "is_default")})
