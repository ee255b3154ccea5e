"""Accounts as API v1 shows them, read only; the same account as in v2: https://docs.stripe.com/api/accounts."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.auth import is_connected
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.v1_account import v1_account


@route("GET", "/v1/accounts/{id}", takes="AccountRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return _shown(call.ids["id"])


@route("GET", "/v1/account", takes="AccountRetrieveCurrentParams")
def retrieve_own(call: Call) -> dict[str, Any]:
    """The caller's account. The platform's own has no capabilities here."""
    if not call.account:
        return v1_account({"id": "acct_platform", "configuration": {"merchant": {"capabilities": {}}}})
    return _shown(call.account)


def _shown(account_id: str) -> dict[str, Any]:
    if not is_connected(account_id):
        raise ApiError(403, f"The provided key does not have access to account '{account_id}'.", code="account_invalid")
    return v1_account(store.find("v2.core.account", account_id, account="").body)
