"""Checkout Sessions on the hosted page: https://docs.stripe.com/api/checkout/sessions."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.expand import expandable
from stripe_sandbox.api.lists import as_list, list_objects, page_size
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.emit_event import Cause
from stripe_sandbox.services.expire_session import expire_session
from stripe_sandbox.services.open_session import open_session

KIND = "checkout.session"


@route("POST", "/v1/checkout/sessions", takes="checkout.SessionCreateParams")
def create(call: Call) -> dict[str, Any]:
    return open_session(call.params, account=call.account).body


@route("GET", "/v1/checkout/sessions/{id}", takes="checkout.SessionRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("POST", "/v1/checkout/sessions/{id}", takes="checkout.SessionUpdateParams")
def update(call: Call) -> dict[str, Any]:
    """Change the metadata; the sandbox knows nothing else that may change."""
    session = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    return store.save(session, metadata=store.merged(session.body["metadata"], call.params.get("metadata"))).body


@route("GET", "/v1/checkout/sessions", takes="checkout.SessionListParams")
def list_all(call: Call) -> dict[str, Any]:
    fields = ("customer", "payment_intent", "status", "subscription")
    return list_objects(call, KIND, {name: name for name in fields})


@route("POST", "/v1/checkout/sessions/{id}/expire", takes="checkout.SessionExpireParams")
def expire(call: Call) -> dict[str, Any]:
    cause = Cause(call.request_id, call.idempotency_key)
    return expire_session(call.ids["id"], account=call.account, cause=cause).body


@route("GET", "/v1/checkout/sessions/{id}/line_items", takes="checkout.SessionLineItemListParams")
def line_items(call: Call) -> dict[str, Any]:
    lines = store.find(KIND, call.ids["id"], account=call.account).state["line_items"]
    start = next((index + 1 for index, line in enumerate(lines) if line["id"] == call.params.get("starting_after")), 0)
    end = start + page_size(call.params)
    return as_list(call.path, lines[start:end], has_more=len(lines) > end)


@expandable(KIND, "line_items")
def _line_items_of(body: dict[str, Any]) -> dict[str, Any]:
    session = store.peek(body["id"])
    lines = session.state["line_items"] if session else []
    return as_list(f"/v1/checkout/sessions/{body['id']}/line_items", lines[:10], has_more=len(lines) > 10)
