"""One reason why Stripe would refuse a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """`code` may be empty: Stripe has codes for some refusals only."""

    code: str
    param: str
    message: str


def required(params: dict[str, Any], *names: str, where: str = "") -> Iterator[Problem]:
    """Yield a problem for each name that is absent or empty; `where` is the name of the enclosing object."""
    for name in names:
        if params.get(name) in (None, "", [], {}):
            param = f"{where}[{name}]" if where else name
            yield Problem("parameter_missing", param, f"Missing required param: {param}.")
