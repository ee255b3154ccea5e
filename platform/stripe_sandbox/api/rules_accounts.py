"""What Stripe asks of an account link of API v2 beyond known names."""

from collections.abc import Iterator
from typing import Any

from stripe_sandbox.api.problems import Problem


def account_link_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """Yield the problems of a new account link: the part that `type` names must be there."""
    use_case = params["use_case"]
    if not isinstance(use_case.get(use_case["type"]), dict):
        place = f"use_case.{use_case['type']}"
        yield Problem("parameter_missing", place, f"Missing required param: {place}.")
