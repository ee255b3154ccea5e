"""What Stripe asks of a refund beyond known names: https://docs.stripe.com/api/refunds/create."""

from collections.abc import Iterator
from typing import Any

from stripe_sandbox.api.problems import Problem


def refund_problems(params: dict[str, Any], account: str) -> Iterator[Problem]:
    """Yield the problems of `POST /v1/refunds`."""
    if bool(params.get("charge")) == bool(params.get("payment_intent")):
        yield Problem("parameter_missing", "payment_intent", "One of the following params should be provided: charge or payment_intent.")
    if "amount" in params and int(params["amount"]) < 1:
        yield Problem("parameter_invalid_integer", "amount", f"Invalid positive integer: {params['amount']}")
    if params.get("reverse_transfer") == "true" and account:
        yield Problem("", "reverse_transfer", "This charge has no transfer to reverse: it is a direct charge.")
