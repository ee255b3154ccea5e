"""
Would Stripe accept these parameters?

One seam: `check_request`. It knows the top-level names of each operation and the rules that were
seen to matter; a validator built from the installed client library may take its place.
"""

from collections.abc import Callable, Iterator
from typing import Any

from stripe_sandbox.api.known_params import KNOWN
from stripe_sandbox.api.problems import Problem
from stripe_sandbox.api.routes import resolve
from stripe_sandbox.api.rules_accounts import account_link_problems, account_problems
from stripe_sandbox.api.rules_refunds import refund_problems
from stripe_sandbox.api.rules_sessions import session_problems

Rule = Callable[[dict[str, Any], str], Iterator[Problem]]
RULES: dict[str, Rule] = {
    "POST /v1/checkout/sessions": session_problems,
    "POST /v1/refunds": refund_problems,
    "POST /v2/core/accounts": account_problems,
    "POST /v2/core/accounts/{id}": account_problems,
    "POST /v2/core/account_links": account_link_problems,
}


def check_request(method: str, path: str, params: dict[str, Any], *, account: str = "") -> list[Problem]:
    """Return what Stripe would refuse, the most telling problem first; an empty list is a good request."""
    found = resolve(method, path)
    if found is None:
        return []
    operation = f"{method} {found[0].template}"
    rule = RULES.get(operation)
    problems = list(rule(params, account)) if rule else []
    return [*_refused_by_name(params), *_unknown(operation, params), *problems, *_metadata(params)]


def _refused_by_name(params: dict[str, Any]) -> Iterator[Problem]:
    """Parameters that Stripe took until 2026-09-30.endive (stripe.md part 0)."""
    if "payment_method_types" in params:
        yield Problem(
            "payment_method_types_no_longer_supported",
            "payment_method_types",
            "The payment_method_types parameter is no longer supported. Use dynamic payment methods, "
            "or narrow them with allowed_payment_method_types or excluded_payment_method_types.",
        )


def _unknown(operation: str, params: dict[str, Any]) -> Iterator[Problem]:
    known = KNOWN.get(operation)
    for name in params:
        if known is not None and name not in known:
            yield Problem("parameter_unknown", name, f"Received unknown parameter: {name}")


def _metadata(params: dict[str, Any]) -> Iterator[Problem]:
    """https://docs.stripe.com/api/metadata: 50 keys of 40 characters, values of 500."""
    metadata = params.get("metadata") or {}
    if not isinstance(metadata, dict):
        yield Problem("parameter_invalid_empty", "metadata", "Invalid object: metadata")
        return
    if len(metadata) > 50:
        yield Problem("", "metadata", "You can have up to 50 metadata keys.")
    for key, value in metadata.items():
        if len(key) > 40 or len(str(value)) > 500:
            yield Problem("", f"metadata[{key}]", "Metadata keys have up to 40 characters and values up to 500.")
