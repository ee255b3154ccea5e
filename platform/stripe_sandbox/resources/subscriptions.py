"""Subscriptions: https://docs.stripe.com/api/subscriptions."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.change_subscription import resume_subscription, update_subscription
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.pay_invoice import collect_invoice
from stripe_sandbox.services.price_lines import priced_lines
from stripe_sandbox.services.settle_subscription import end_subscription
from stripe_sandbox.services.start_subscription import start_subscription

KIND = "subscription"
LIVE = ("active", "incomplete", "past_due", "paused", "trialing", "unpaid")


@route("POST", "/v1/subscriptions", takes="SubscriptionCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Start one without a payment page; its first invoice is charged at once, and left open when the card refuses."""
    customer = store.find("customer", call.params["customer"], account=call.account, lock=True)
    lines = priced_lines(call.params.get("items") or [], account=call.account, where="items")
    subscription, invoice = start_subscription(customer, [(line.price, line.quantity) for line in lines], call.params)
    collect_invoice(invoice, cause=_cause(call))
    subscription.refresh_from_db()
    return subscription.body


@route("GET", "/v1/subscriptions/{id}", takes="SubscriptionRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/subscriptions", takes="SubscriptionListParams")
def list_all(call: Call) -> dict[str, Any]:
    """List them without the canceled ones, unless `status` asks for `all`, or for one status, or `ended`."""
    status = call.params.get("status", "")
    wanted = {"": [*LIVE], "ended": ["canceled", "incomplete_expired"]}.get(status, [status])
    return list_objects(call, KIND, {"customer": "customer"}, any_of={} if status == "all" else {"status": wanted})


@route("POST", "/v1/subscriptions/{id}", takes="SubscriptionUpdateParams")
def update(call: Call) -> dict[str, Any]:
    return update_subscription(_locked(call), call.params, cause=_cause(call)).body


@route("DELETE", "/v1/subscriptions/{id}", takes="SubscriptionCancelParams")
def cancel(call: Call) -> dict[str, Any]:
    return end_subscription(_locked(call), cause=_cause(call)).body


@route("POST", "/v1/subscriptions/{id}/resume", takes="SubscriptionResumeParams")
def resume(call: Call) -> dict[str, Any]:
    return resume_subscription(_locked(call), cause=_cause(call)).body


def _locked(call: Call) -> StoredObject:
    return store.find(KIND, call.ids["id"], account=call.account, lock=True)


def _cause(call: Call) -> Cause:
    return Cause(call.request_id, call.idempotency_key)
