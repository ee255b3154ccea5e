"""Stripe's error JSON: https://docs.stripe.com/api/errors."""

from typing import Any

NAMES = {
    "checkout.session": "checkout.session",
    "payment_intent": "payment_intent",
    "v2.core.account": "account",
    "v2.core.event": "event",
}


class ApiError(Exception):
    """An answer that is not 200; `as_json` is its body. `keep`: what was done until then stays done, as a refused charge does."""

    def __init__(
        self, status: int, message: str, *, kind: str = "invalid_request_error", code: str = "", param: str = "", keep: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.code = code
        self.param = param
        self.keep = keep

    def as_json(self) -> dict[str, Any]:
        """Return the body that the client library turns into its exceptions."""
        error = {"type": self.kind, "message": self.message}
        if self.code:
            error |= {"code": self.code, "doc_url": f"https://docs.stripe.com/error-codes#{self.code.replace('_', '-')}"}
        if self.param:
            error["param"] = self.param
        return {"error": error}


def missing(kind: str, stripe_id: str, param: str = "id") -> ApiError:
    """Return the 404 for an object that does not exist, or exists on another account only."""
    name = NAMES.get(kind, kind)
    return ApiError(404, f"No such {name}: '{stripe_id}'", code="resource_missing", param=param)
