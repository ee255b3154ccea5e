"""Coupons: https://docs.stripe.com/api/coupons."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject

KIND = "coupon"


@route("POST", "/v1/coupons", takes="CouponCreateParams")
def create(call: Call) -> dict[str, Any]:
    if ("amount_off" in call.params) == ("percent_off" in call.params):
        raise ApiError(400, "You must pass exactly one of `amount_off` and `percent_off`.", code="parameter_missing", param="percent_off")
    if "amount_off" in call.params and "currency" not in call.params:
        raise ApiError(400, "Missing required param: currency.", code="parameter_missing", param="currency")
    coupon_id = call.params.get("id") or ids.new_id("")[:8]
    if StoredObject.objects.filter(stripe_id=coupon_id).exists():
        raise ApiError(400, "Coupon already exists.", code="resource_already_exists", param="id")
    body = examples.example(
        KIND,
        id=coupon_id,
        amount_off=int(call.params["amount_off"]) if "amount_off" in call.params else None,
        created=clock.epoch(),
        currency=call.params.get("currency"),
        duration=call.params.get("duration", "once"),
        metadata=store.merged({}, call.params.get("metadata")),
        name=call.params.get("name"),
        percent_off=float(call.params["percent_off"]) if "percent_off" in call.params else None,
        valid=True,
    )
    return store.create(body, account=call.account).body


@route("GET", "/v1/coupons/{id}", takes="CouponRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/coupons", takes="CouponListParams")
def list_all(call: Call) -> dict[str, Any]:
    return list_objects(call, KIND)
