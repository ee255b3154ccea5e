"""The emptiest object that still has every field which Stripe always sends."""

from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import stripe

from stripe_sandbox.description.answers import fields_of, is_optional, resource_class

EMPTY: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False, Decimal: "0"}


def blank(kind: str) -> dict[str, Any]:
    """
    Return an object of this kind with null, 0, false, "" and empty lists in its fields.

    `deleted`, which only deleted objects have, is left out.

    :raises LookupError: if the client library has no such object
    """
    resource = resource_class(kind)
    if resource is None:
        raise LookupError(kind)
    return {**_blank_fields(resource), "object": kind}


def _blank_fields(resource: Any) -> dict[str, Any]:
    return {name: _blank_value(hint) for name, hint in fields_of(resource).items() if name != "deleted"}


def _blank_value(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if is_optional(hint):
        return None
    if origin is Literal:
        return args[0]
    if origin is list:
        return []
    if origin is stripe.ListObject:
        return {"object": "list", "data": [], "has_more": False, "url": ""}
    if args and origin is not dict and not isinstance(origin, type):
        return _blank_value(args[0])
    if hint in EMPTY:
        return EMPTY[hint]
    is_part = isinstance(hint, type) and issubclass(hint, stripe.StripeObject)
    return _blank_fields(hint) if is_part else {}
