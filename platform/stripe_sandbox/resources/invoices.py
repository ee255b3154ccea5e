"""Invoices of subscriptions: https://docs.stripe.com/api/invoices."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.expand import expandable
from stripe_sandbox.api.lists import as_list, list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.pay_invoice import pay_invoice

KIND = "invoice"


@route("GET", "/v1/invoices/{id}", takes="InvoiceRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/invoices", takes="InvoiceListParams")
def list_all(call: Call) -> dict[str, Any]:
    filters = {"customer": "customer", "status": "status", "subscription": "parent__subscription_details__subscription"}
    return list_objects(call, KIND, filters)


@route("POST", "/v1/invoices/{id}/pay", takes="InvoicePayParams")
def pay(call: Call) -> dict[str, Any]:
    invoice = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    return pay_invoice(invoice, call.params, cause=Cause(call.request_id, call.idempotency_key)).body


@expandable(KIND, "payments")
def _payments_of(body: dict[str, Any]) -> dict[str, Any]:
    """What was tried to pay it; shown only when asked for, since 2025-03-31.basil."""
    invoice = store.peek(body["id"])
    return as_list(f"/v1/invoice_payments?invoice={body['id']}", invoice.state["payments"] if invoice else [])
