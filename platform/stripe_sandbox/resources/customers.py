"""Customers: https://docs.stripe.com/api/customers."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause, emit_event
from stripe_sandbox.services.make_customer import copied, make_customer

KIND = "customer"


@route("POST", "/v1/customers", takes="CustomerCreateParams")
def create(call: Call) -> dict[str, Any]:
    return make_customer(call.params, account=call.account, cause=Cause(call.request_id, call.idempotency_key)).body


@route("GET", "/v1/customers/{id}", takes="CustomerRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/customers", takes="CustomerListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND, {"email": "email"})


@route("POST", "/v1/customers/{id}", takes="CustomerUpdateParams")
def update(call: Call) -> dict[str, Any]:
    customer = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    changes = copied(call.params)
    changes["metadata"] = store.merged(customer.body["metadata"], call.params.get("metadata"))
    wanted = (call.params.get("invoice_settings") or {}).get("default_payment_method")
    if wanted:
        card = store.find("payment_method", wanted, account=call.account)
        changes["invoice_settings"] = {**customer.body["invoice_settings"], "default_payment_method": card.stripe_id}
    store.save(customer, **changes)
    emit_event("customer.updated", customer.body, account=call.account, cause=Cause(call.request_id, call.idempotency_key))
    return customer.body
