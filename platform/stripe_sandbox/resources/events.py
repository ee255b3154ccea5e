"""What happened: snapshots of API v1 and thin events of v2. https://docs.stripe.com/api/events"""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route


@route("GET", "/v1/events/{id}", takes="EventRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find("event", call.ids["id"], account=call.account).body


@route("GET", "/v1/events", takes="EventListParams")
def list_all(call: Call) -> dict[str, Any]:
    types = call.params.get("types")
    if types:
        return list_objects(call, "event", any_of={"type": types})
    return list_objects(call, "event", {"type": "type"})


@route("GET", "/v2/core/events/{id}", takes="v2.core.EventRetrieveParams")
def retrieve_thin(call: Call) -> dict[str, Any]:
    return store.find("v2.core.event", call.ids["id"], account=call.account).body
