"""Accounts v2, merchant configuration: https://docs.stripe.com/api/v2/core/accounts."""

from typing import Any

from stripe_sandbox import clock, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import Cause, emit_account_event
from stripe_sandbox.services.onboard_account import RESTRICTED, requirements

KIND = "v2.core.account"
ON_REQUEST = ("configuration", "defaults", "future_requirements", "identity", "requirements")  # null unless included
PLAIN = ("contact_email", "contact_phone", "dashboard", "display_name", "metadata")


@route("POST", "/v2/core/accounts", takes="v2.core.AccountCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Open an account whose capabilities wait for the shopkeeper's details."""
    account = store.create(new_account(ids.new_id("acct_"), call.params), account="")
    return shown(account, call.params.get("include"))


@route("GET", "/v2/core/accounts/{id}", takes="v2.core.AccountRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return shown(_find(call), call.params.get("include"))


@route("POST", "/v2/core/accounts/{id}", takes="v2.core.AccountUpdateParams")
def update(call: Call) -> dict[str, Any]:
    """Change contact, name, defaults or metadata, or request further capabilities."""
    account = _find(call, lock=True)
    changes = {name: call.params[name] for name in PLAIN if name in call.params}
    changes["metadata"] = store.merged(account.body["metadata"], call.params.get("metadata"))
    changes["defaults"] = _defaults(call.params.get("defaults"), account.body["defaults"])
    changes["configuration"] = _configuration(call.params, account.body["configuration"])
    store.save(account, **changes)
    emit_account_event("v2.core.account.updated", account.body, cause=Cause(call.request_id, call.idempotency_key))
    return shown(account, call.params.get("include"))


@route("POST", "/v2/core/accounts/{id}/close", takes="v2.core.AccountCloseParams")
def close(call: Call) -> dict[str, Any]:
    """Close the account for good; calls on its behalf get 403 from now on."""
    account = store.save(_find(call, lock=True), closed=True, applied_configurations=[])
    emit_account_event("v2.core.account.closed", account.body, cause=Cause(call.request_id, call.idempotency_key))
    return shown(account, None)


def shown(account: StoredObject, include: list[str] | None) -> dict[str, Any]:
    """Return the account as API v2 answers it: most parts are null unless `include` names them."""
    wanted = {name.partition(".")[0] for name in include or []}
    hidden = {name: None for name in ON_REQUEST if name not in wanted}
    return {**account.body, **hidden}


def new_account(account_id: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the full body of a fresh account, before onboarding."""
    identity = params.get("identity") or {}
    return {
        "id": account_id,
        "object": KIND,
        "applied_configurations": ["merchant"],
        "closed": False,
        "configuration": _configuration(params, {}),
        "contact_email": params.get("contact_email"),
        "contact_phone": params.get("contact_phone"),
        "created": clock.iso(),
        "dashboard": params.get("dashboard", "full"),
        "defaults": _defaults(params.get("defaults"), {}),
        "display_name": params.get("display_name"),
        "future_requirements": None,
        "identity": {"country": identity.get("country"), "entity_type": identity.get("entity_type")},
        "livemode": False,
        "metadata": store.merged({}, params.get("metadata")),
        "requirements": requirements(),
    }


def _find(call: Call, *, lock: bool = False) -> StoredObject:
    if call.account and call.account != call.ids["id"]:
        raise ApiError(403, "An account cannot see another account.", code="account_invalid")
    row = store.find(KIND, call.ids["id"], account="", lock=lock)
    if not row.state.get("connected", True):
        raise ApiError(403, "Application access to this account may have been revoked.", code="account_invalid")
    return row


def _configuration(params: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Merge requested capabilities into the merchant configuration; a new one is restricted at first."""
    wanted = ((params.get("configuration") or {}).get("merchant") or {}).get("capabilities") or {}
    merchant = known.get("merchant") or {"applied": True, "capabilities": {}}
    added = {name: RESTRICTED for name, asked in wanted.items() if asked.get("requested") and name not in merchant["capabilities"]}
    return {"customer": None, "recipient": None, "merchant": {**merchant, "capabilities": {**merchant["capabilities"], **added}}}


def _defaults(params: dict[str, Any] | None, known: dict[str, Any]) -> dict[str, Any]:
    merged = {"currency": "eur", "locales": [], "profile": None, **known, **(params or {})}
    asked = merged.get("responsibilities") or {}
    responsibilities = {"fees_collector": "stripe", "losses_collector": "stripe", "requirements_collector": "stripe", **asked}
    return {**merged, "responsibilities": responsibilities}
