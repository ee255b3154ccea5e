"""Customers: https://docs.stripe.com/api/customers."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event

COPIED = ("address", "description", "email", "name", "phone", "preferred_locales", "tax_exempt")


def make_customer(params: dict[str, Any], *, account: str, cause: Cause = NOBODY) -> StoredObject:
    """Keep a customer of an account; "" is the platform's own."""
    body = examples.example(
        "customer",
        id=ids.new_id("cus_"),
        balance=0,
        created=clock.epoch(),
        delinquent=False,
        invoice_prefix=ids.new_id("").upper()[:8],
        invoice_settings={"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None},
        metadata=store.merged({}, params.get("metadata")),
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
    )
    for name in ("cash_balance", "invoice_credit_balance", "sources", "subscriptions", "tax", "tax_ids"):
        body.pop(name)  # shown only when expanded
    customer = store.create(body | copied(params), account=account)
    emit_event("customer.created", customer.body, account=account, cause=cause)
    return customer


def copied(params: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a customer takes over as they are; an empty text unsets one."""
    found: dict[str, Any] = {name: params[name] or None for name in COPIED if name in params}
    if found.get("address"):
        empty = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
        found["address"] = {**empty, **found["address"]}
    return found
