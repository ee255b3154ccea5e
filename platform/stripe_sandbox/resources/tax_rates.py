"""Tax rates; those of a subscription are added to its invoices (`services.tax`): https://docs.stripe.com/api/tax_rates."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.lists import list_objects, truth
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route

KIND = "tax_rate"
COPIED = ("country", "description", "display_name", "jurisdiction", "tax_type")


@route("POST", "/v1/tax_rates", takes="TaxRateCreateParams")
def create(call: Call) -> dict[str, Any]:
    percentage = float(call.params["percentage"])
    body = examples.example(
        KIND,
        id=ids.new_id("txr_"),
        active=call.params.get("active") != "false",
        created=clock.epoch(),
        effective_percentage=percentage,
        inclusive=boolean(call.params, "inclusive"),
        metadata=store.merged({}, call.params.get("metadata")),
        percentage=percentage,
        **{name: call.params[name] for name in COPIED if name in call.params},
    )
    return store.create(body, account=call.account).body


@route("GET", "/v1/tax_rates/{id}", takes="TaxRateRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/tax_rates", takes="TaxRateListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, any_of={**truth(call, "active"), **truth(call, "inclusive")})
