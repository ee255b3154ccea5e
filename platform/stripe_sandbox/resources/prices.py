"""Prices, found again by their `lookup_key`: https://docs.stripe.com/api/prices."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects, truth
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.price_lines import new_price

KIND = "price"


@route("POST", "/v1/prices", takes="PriceCreateParams")
def create(call: Call) -> dict[str, Any]:
    if "unit_amount" not in call.params:
        raise ApiError(400, "The sandbox takes prices with `unit_amount` only.", code="parameter_missing", param="unit_amount")
    _free_lookup_key(call)
    return store.create(new_price(call.params, product=_product(call)), account=call.account).body


@route("GET", "/v1/prices/{id}", takes="PriceRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/prices", takes="PriceListParams")
def list_all(call: Call) -> dict[str, Any]:
    chosen = {"lookup_key": call.params["lookup_keys"]} if "lookup_keys" in call.params else {}
    return list_objects(call, KIND, {name: name for name in ("currency", "product", "type")}, any_of={**chosen, **truth(call, "active")})


@route("POST", "/v1/prices/{id}", takes="PriceUpdateParams")
def update(call: Call) -> dict[str, Any]:
    """Change all but the amount, which never changes: a new price is a new object."""
    price = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    _free_lookup_key(call)
    changes: dict[str, Any] = {name: call.params[name] or None for name in ("lookup_key", "nickname") if name in call.params}
    if "active" in call.params:
        changes["active"] = boolean(call.params, "active")
    return store.save(price, **changes, metadata=store.merged(price.body["metadata"], call.params.get("metadata"))).body


def _product(call: Call) -> str:
    if ("product" in call.params) == ("product_data" in call.params):
        raise ApiError(400, "You must pass exactly one of `product` and `product_data`.", code="parameter_missing", param="product")
    if "product" in call.params:
        return store.find("product", call.params["product"], account=call.account).stripe_id
    name = call.params["product_data"]["name"]
    body = examples.example(
        "product", id=ids.new_id("prod_"), active=True, created=clock.epoch(), name=name, type="service", updated=clock.epoch()
    )
    return store.create(body, account=call.account).stripe_id


def _free_lookup_key(call: Call) -> None:
    """A lookup key belongs to one price; with `transfer_lookup_key` it moves here."""
    key = call.params.get("lookup_key")
    holder = StoredObject.objects.of(KIND, call.account).filter(body__lookup_key=key).first() if key else None
    if holder is None or holder.stripe_id == call.ids.get("id"):
        return
    if not boolean(call.params, "transfer_lookup_key"):
        message = f"A price (`{holder.stripe_id}`) already uses that lookup key."
        raise ApiError(400, message, code="resource_already_exists", param="lookup_key")
    store.save(holder, lookup_key=None)
