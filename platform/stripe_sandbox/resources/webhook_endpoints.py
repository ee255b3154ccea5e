"""Webhook endpoints beside those of the settings; events reach them as snapshots: https://docs.stripe.com/api/webhook_endpoints."""

from typing import Any

import stripe

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route

KIND = "webhook_endpoint"


@route("POST", "/v1/webhook_endpoints", takes="WebhookEndpointCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Keep an endpoint; only this answer shows its secret. With `connect` it hears of the shops, otherwise of the platform."""
    secret = ids.new_id("whsec_")
    body = examples.example(
        KIND,
        id=ids.new_id("we_"),
        api_version=call.params.get("api_version", stripe.api_version),
        created=clock.epoch(),
        description=call.params.get("description"),
        enabled_events=call.params["enabled_events"],
        metadata=store.merged({}, call.params.get("metadata")),
        status="enabled",
        url=call.params["url"],
    )
    body.pop("secret")
    state = {"secret": secret, "connect": boolean(call.params, "connect")}
    return {**store.create(body, account=call.account, state=state).body, "secret": secret}


@route("GET", "/v1/webhook_endpoints/{id}", takes="WebhookEndpointRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/webhook_endpoints", takes="WebhookEndpointListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND)


@route("POST", "/v1/webhook_endpoints/{id}", takes="WebhookEndpointUpdateParams")
def update(call: Call) -> dict[str, Any]:
    endpoint = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    changes: dict[str, Any] = {name: call.params[name] for name in ("description", "enabled_events", "url") if name in call.params}
    if "disabled" in call.params:
        changes["status"] = "disabled" if boolean(call.params, "disabled") else "enabled"
    return store.save(endpoint, **changes).body


@route("DELETE", "/v1/webhook_endpoints/{id}", takes="WebhookEndpointDeleteParams")
def delete(call: Call) -> dict[str, Any]:
    endpoint = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    endpoint.delete()
    return {"id": endpoint.stripe_id, "object": KIND, "deleted": True}
