"""Event destinations of API v2, for thin events or snapshots: https://docs.stripe.com/api/v2/core/event-destinations."""

from typing import Any

import stripe

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject

KIND = "v2.core.event_destination"
SECRET, URL = "webhook_endpoint.signing_secret", "webhook_endpoint.url"


@route("POST", "/v2/core/event_destinations", takes="v2.core.EventDestinationCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Keep a webhook endpoint; only this answer shows its secret, and only when `include` asks for it."""
    if call.params["type"] != "webhook_endpoint" or "webhook_endpoint" not in call.params:
        raise ApiError(400, "The sandbox knows event destinations of the type webhook_endpoint only.", param="type")
    secret, is_thin = ids.new_id("whsec_"), call.params["event_payload"] == "thin"
    body = examples.example(
        KIND,
        id=ids.new_id("ed_test_"),
        created=clock.iso(),
        description=call.params.get("description", ""),
        enabled_events=call.params["enabled_events"],
        event_payload=call.params["event_payload"],
        events_from=call.params.get("events_from") or ["@self"],
        metadata=call.params.get("metadata") or {},
        name=call.params["name"],
        snapshot_api_version=None if is_thin else stripe.api_version,
        status="enabled",
        type="webhook_endpoint",
        updated=clock.iso(),
        webhook_endpoint={"signing_secret": None, "url": call.params["webhook_endpoint"]["url"]},
    )
    row = store.create(body, account="", state={"secret": secret, "connect": "@accounts" in body["events_from"]})
    return _shown(row, call.params.get("include"), secret)


@route("GET", "/v2/core/event_destinations/{id}", takes="v2.core.EventDestinationRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return _shown(store.find(KIND, call.ids["id"], account=""), call.params.get("include"))


@route("DELETE", "/v2/core/event_destinations/{id}", takes="v2.core.EventDestinationDeleteParams")
def delete(call: Call) -> dict[str, Any]:
    store.find(KIND, call.ids["id"], account="", lock=True).delete()
    return {"id": call.ids["id"], "object": KIND}


def _shown(row: StoredObject, include: list[str] | None, secret: str = "") -> dict[str, Any]:
    asked = include or []
    url = row.body["webhook_endpoint"]["url"] if URL in asked else None
    return {**row.body, "webhook_endpoint": {"signing_secret": secret if SECRET in asked and secret else None, "url": url}}
