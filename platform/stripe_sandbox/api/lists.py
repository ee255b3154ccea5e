"""Pages of a list, newest first: https://docs.stripe.com/api/pagination."""

from typing import Any

from stripe_sandbox.api.errors import ApiError, missing
from stripe_sandbox.api.numbers import boolean, integer
from stripe_sandbox.api.routes import Call
from stripe_sandbox.models import StoredObject

CREATED = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte"}


def list_objects(
    call: Call, kind: str, filters: dict[str, str] | None = None, *, any_of: dict[str, list[Any]] | None = None
) -> dict[str, Any]:
    """
    Return a page of one kind of object on the caller's account.

    `filters` maps a parameter to the field of the body that it must equal; `any_of` maps a field
    to the values that it may have.

    :raises ApiError: 400 for a bad limit, 404 for an unknown cursor
    """
    rows = StoredObject.objects.of(kind, call.account)
    for param, field in (filters or {}).items():
        if param in call.params:
            rows = rows.filter(**{f"body__{field}": call.params[param]})
    for field, values in (any_of or {}).items():
        rows = rows.filter(**{f"body__{field}__in": values})
    rows = _created(rows, call.params.get("created"))
    limit = page_size(call.params)
    if "ending_before" in call.params:
        newer = rows.filter(id__gt=_cursor(call, kind, "ending_before")).order_by("id")[: limit + 1]
        page, has_more = list(newer[:limit])[::-1], len(newer) > limit
    else:
        if "starting_after" in call.params:
            rows = rows.filter(id__lt=_cursor(call, kind, "starting_after"))
        found = list(rows.order_by("-id")[: limit + 1])
        page, has_more = found[:limit], len(found) > limit
    return as_list(call.path, [row.body for row in page], has_more=has_more)


def as_list(url: str, data: list[dict[str, Any]], *, has_more: bool = False) -> dict[str, Any]:
    """Wrap objects as Stripe's list object."""
    return {"object": "list", "url": url, "has_more": has_more, "data": data}


def truth(call: Call, name: str) -> dict[str, list[bool]]:
    """Return a filter for `any_of` by a field that is true or false, none when the caller did not ask."""
    return {name: [boolean(call.params, name)]} if name in call.params else {}


def page_size(params: dict[str, Any]) -> int:
    """
    Return `limit`, 10 by default.

    :raises ApiError: 400 outside 1 to 100
    """
    limit = integer(params, "limit", default=10)
    if not 1 <= limit <= 100:
        raise ApiError(400, "Invalid integer: limit must be between 1 and 100", code="parameter_invalid_integer", param="limit")
    return limit


def _cursor(call: Call, kind: str, param: str) -> int:
    row = StoredObject.objects.of(kind, call.account).filter(stripe_id=call.params[param]).first()
    if row is None:
        raise missing(kind, call.params[param], param)
    return row.pk


def _created(rows: Any, wanted: Any) -> Any:
    if wanted is None:
        return rows
    if not isinstance(wanted, dict):
        return rows.filter(body__created=integer({"created": wanted}, "created"))
    for name, value in wanted.items():
        if name not in CREATED:
            raise ApiError(400, f"Received unknown parameter: created[{name}]", code="parameter_unknown", param=f"created[{name}]")
        rows = rows.filter(**{f"body__created__{CREATED[name]}": integer({"created": value}, "created")})
    return rows
