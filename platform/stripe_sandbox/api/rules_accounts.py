"""What Stripe asks of an account and an account link of API v2."""

from collections.abc import Iterator
from typing import Any

from stripe_sandbox.api.problems import Problem, required

INCLUDES = (
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
)
USE_CASES = ("account_onboarding", "account_update")


def account_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """Yield the problems of creating or updating an account."""
    for name in params.get("include") or []:
        if name not in INCLUDES:
            yield Problem("", "include", f"Invalid include: {name}; it must be one of {', '.join(INCLUDES)}")
    if params.get("dashboard", "full") not in ("express", "full", "none"):
        yield Problem("", "dashboard", "Invalid dashboard: must be one of express, full, none")


def account_link_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """
    Yield the problems of a new account link.

    `configurations` is gone since endive (docs.stripe.com changelog, stripe.md part 0).
    """
    yield from required(params, "account", "use_case")
    use_case = params.get("use_case") or {}
    kind = use_case.get("type")
    if kind not in USE_CASES:
        yield Problem("parameter_missing", "use_case.type", f"use_case.type must be one of {', '.join(USE_CASES)}")
        return
    details = use_case.get(kind) or {}
    yield from required(details, "refresh_url", where=f"use_case.{kind}")
    if "configurations" in details:
        yield Problem("parameter_unknown", f"use_case.{kind}.configurations", f"Received unknown parameter: use_case.{kind}.configurations")
