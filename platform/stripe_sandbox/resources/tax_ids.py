"""VAT numbers of customers: https://docs.stripe.com/api/customer_tax_ids."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route

KIND = "tax_id"


@route("POST", "/v1/customers/{customer}/tax_ids", takes="CustomerTaxIdCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Keep a number. Whether it exists is asked of VIES at Stripe; here it is `verified` at once."""
    customer = store.find("customer", call.ids["customer"], account=call.account)
    value = str(call.params["value"])
    body = examples.example(
        KIND,
        id=ids.new_id("txi_"),
        country=value[:2] if call.params["type"] == "eu_vat" else None,
        created=clock.epoch(),
        customer=customer.stripe_id,
        type=call.params["type"],
        value=value,
        verification={"status": "verified", "verified_address": None, "verified_name": None},
    )
    return store.create(body, account=call.account).body


@route("GET", "/v1/customers/{customer}/tax_ids", takes="CustomerTaxIdListParams")
def list_all(call: Call) -> dict[str, Any]:
    customer = store.find("customer", call.ids["customer"], account=call.account)
    return list_objects(call, KIND, any_of={"customer": [customer.stripe_id]})
