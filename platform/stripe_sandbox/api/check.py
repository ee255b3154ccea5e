"""
Would Stripe accept these parameters?

First what the installed client library says of the operation (`description`), then the rules that only
Stripe's documentation tells, one module each.
"""

from collections.abc import Callable, Iterator
from typing import Any

from stripe_sandbox.api.problems import Problem
from stripe_sandbox.api.routes import Route
from stripe_sandbox.api.rules_accounts import account_link_problems
from stripe_sandbox.api.rules_refunds import refund_problems
from stripe_sandbox.api.rules_sessions import session_problems
from stripe_sandbox.description.check_params import FORM, JSON, object_problems
from stripe_sandbox.description.params import params_class

Rule = Callable[[dict[str, Any], str], Iterator[Problem]]
RULES: dict[str, Rule] = {
    "POST /v1/checkout/sessions": session_problems,
    "POST /v1/refunds": refund_problems,
    "POST /v2/core/account_links": account_link_problems,
}


def check_request(route: Route, params: dict[str, Any], *, account: str = "") -> list[Problem]:
    """Return what Stripe would refuse, the most telling problem first; an empty list is a good request."""
    style = JSON if route.method == "POST" and route.template.startswith("/v2/") else FORM
    problems = [*_refused_by_name(params), *object_problems(params, params_class(route.takes), "", style)]
    if problems:
        return problems
    rule = RULES.get(f"{route.method} {route.template}")
    return [*(rule(params, account) if rule else ()), *_metadata(params)]


def _refused_by_name(params: dict[str, Any]) -> Iterator[Problem]:
    """Parameters that Stripe took until 2026-09-30.endive (stripe.md part 0)."""
    if "payment_method_types" in params:
        yield Problem(
            "payment_method_types_no_longer_supported",
            "payment_method_types",
            "The payment_method_types parameter is no longer supported. Use dynamic payment methods, "
            "or narrow them with allowed_payment_method_types or excluded_payment_method_types.",
        )


def _metadata(params: dict[str, Any]) -> Iterator[Problem]:
    """https://docs.stripe.com/api/metadata: 50 keys of 40 characters, values of 500."""
    metadata = params.get("metadata") or {}
    if len(metadata) > 50:
        yield Problem("", "metadata", "You can have up to 50 metadata keys.")
    for key, value in metadata.items():
        if len(key) > 40 or len(str(value)) > 500:
            yield Problem("", f"metadata[{key}]", "Metadata keys have up to 40 characters and values up to 500.")
