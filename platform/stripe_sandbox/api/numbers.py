"""Whole numbers and yes or no out of form text."""

import re
from typing import Any

from stripe_sandbox.api.errors import ApiError

WHOLE = re.compile(r"-?\d{1,15}")


def is_whole(value: Any) -> bool:
    """Say whether a form value or JSON value is an integer; Stripe takes no 12.5 and no 1e3 as an amount."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and WHOLE.fullmatch(value) is not None)


def integer(params: dict[str, Any], name: str, *, default: int = 0) -> int:
    """
    Return a parameter as int.

    :raises ApiError: 400 parameter_invalid_integer
    """
    value = params.get(name, default)
    if not is_whole(value):
        raise ApiError(400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def boolean(params: dict[str, Any], name: str) -> bool:
    """Return a parameter as bool; absent is False."""
    return params.get(name) in (True, "true")
