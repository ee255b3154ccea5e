"""`expand[]`: put the object itself where its id stood, https://docs.stripe.com/expand."""

from collections.abc import Callable
from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.errors import ApiError

MAX_DEPTH = 4
REFERENCES = {
    ("application_fee", "balance_transaction"),
    ("application_fee", "charge"),
    ("balance_transaction", "source"),
    ("charge", "application_fee"),
    ("charge", "balance_transaction"),
    ("charge", "payment_intent"),
    ("charge", "customer"),
    ("checkout.session", "customer"),
    ("checkout.session", "invoice"),
    ("checkout.session", "payment_intent"),
    ("checkout.session", "subscription"),
    ("dispute", "charge"),
    ("dispute", "payment_intent"),
    ("invoice", "customer"),
    ("payment_intent", "customer"),
    ("payment_intent", "latest_charge"),
    ("payout", "balance_transaction"),
    ("payout", "failure_balance_transaction"),
    ("price", "product"),
    ("refund", "balance_transaction"),
    ("refund", "charge"),
    ("refund", "failure_balance_transaction"),
    ("refund", "payment_intent"),
    ("subscription", "customer"),
    ("subscription", "default_payment_method"),
    ("subscription", "latest_invoice"),
}
Maker = Callable[[dict[str, Any]], dict[str, Any]]
COMPUTED: dict[tuple[str, str], Maker] = {}


def expandable(kind: str, field: str) -> Callable[[Maker], Maker]:
    """Register a function that makes a field which is only there when asked for."""

    def register(maker: Maker) -> Maker:
        COMPUTED[kind, field] = maker
        return maker

    return register


def expand(body: dict[str, Any], paths: list[str] | str | None) -> dict[str, Any]:
    """
    Return `body` with each path of `paths` expanded, such as `payment_intent.latest_charge`.

    :raises ApiError: 400 when a field cannot be expanded, or lies too deep
    """
    for path in [paths] if isinstance(paths, str) else paths or []:
        steps = path.split(".")
        if len(steps) > MAX_DEPTH:
            raise ApiError(400, f"You cannot expand more than {MAX_DEPTH} levels of a property. Property: {path}", param="expand")
        body = _expanded(body, steps, path)
    return body


def _expanded(node: dict[str, Any], steps: list[str], path: str) -> dict[str, Any]:
    step, *rest = steps
    if node.get("object") == "list" and step == "data":
        return {**node, "data": [_expanded(item, rest, path) for item in node["data"]]}
    kind = str(node.get("object"))
    if (kind, step) in COMPUTED:
        value = node.get(step) or COMPUTED[kind, step](node)
    elif (kind, step) in REFERENCES:
        value = _referenced(node.get(step))
    else:
        raise ApiError(400, f"This property cannot be expanded ({path}).", param="expand")
    if rest and isinstance(value, dict):
        value = _expanded(value, rest, path)
    return {**node, step: value}


def _referenced(value: Any) -> Any:
    if not isinstance(value, str):
        return value  # null, or expanded by an earlier path
    row = store.peek(value)
    return row.body if row else value
