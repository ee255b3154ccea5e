"""Products, what plans are called: https://docs.stripe.com/api/products."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects, truth
from stripe_sandbox.api.numbers import boolean
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject

KIND = "product"
COPIED = ("description", "name", "statement_descriptor", "tax_code", "unit_label", "url")


@route("POST", "/v1/products", takes="ProductCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Keep a product; the caller may choose its id."""
    product_id = call.params.get("id") or ids.new_id("prod_")
    if StoredObject.objects.filter(stripe_id=product_id).exists():
        raise ApiError(400, "Product already exists.", code="resource_already_exists", param="id")
    body = examples.example(
        KIND,
        id=product_id,
        active=call.params.get("active") != "false",
        created=clock.epoch(),
        images=call.params.get("images") or [],
        metadata=store.merged({}, call.params.get("metadata")),
        type="service",
        updated=clock.epoch(),
        **{name: call.params[name] or None for name in COPIED if name in call.params},
    )
    return store.create(body, account=call.account).body


@route("GET", "/v1/products/{id}", takes="ProductRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/products", takes="ProductListParams")
def list_all(call: Call) -> dict[str, Any]:
    chosen = {"id": call.params["ids"]} if "ids" in call.params else {}
    return list_objects(call, KIND, any_of={**chosen, **truth(call, "active")})


@route("POST", "/v1/products/{id}", takes="ProductUpdateParams")
def update(call: Call) -> dict[str, Any]:
    product = store.find(KIND, call.ids["id"], account=call.account, lock=True)
    changes: dict[str, Any] = {name: call.params[name] or None for name in COPIED if name in call.params}
    if "active" in call.params:
        changes["active"] = boolean(call.params, "active")
    metadata = store.merged(product.body["metadata"], call.params.get("metadata"))
    return store.save(product, **changes, metadata=metadata, updated=clock.epoch()).body
