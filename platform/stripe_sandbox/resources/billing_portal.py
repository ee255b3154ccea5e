"""The customer portal: https://docs.stripe.com/api/customer_portal/sessions."""

from typing import Any

from stripe_sandbox import addresses, clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.routes import Call, route


@route("POST", "/v1/billing_portal/sessions", takes="billing_portal.SessionCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Make an address that opens the portal of one customer. It has no end here; Stripe's is short-lived."""
    if "customer" not in call.params:
        raise ApiError(400, "Missing required param: customer.", code="parameter_missing", param="customer")
    customer = store.find("customer", call.params["customer"], account=call.account)
    session_id = ids.new_id("bps_")
    body = examples.example(
        "billing_portal.session",
        id=session_id,
        configuration=call.params.get("configuration", "bpc_sandbox"),
        created=clock.epoch(),
        customer=customer.stripe_id,
        locale=call.params.get("locale"),
        return_url=call.params.get("return_url"),
        url=addresses.public("portal", session_id),
    )
    return store.create(body, account=call.account).body
