"""The body of an account in API v1, made out of the one of v2 that the sandbox keeps."""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, examples

STATUSES = {"active": "active", "pending": "pending"}


def v1_account(account: dict[str, Any]) -> dict[str, Any]:
    """Return the account with `charges_enabled` and the statuses of v1, which knows active, inactive and pending."""
    merchant = account["configuration"]["merchant"]
    capabilities = {name: STATUSES.get(one["status"], "inactive") for name, one in merchant["capabilities"].items()}
    enabled = "active" in capabilities.values()
    created = account.get("created")
    due = [entry["description"] for entry in (account.get("requirements") or {}).get("entries") or []]
    body = examples.example(
        "account",
        id=account["id"],
        capabilities=capabilities,
        charges_enabled=enabled,
        country=str((account.get("identity") or {}).get("country") or "be").upper(),
        created=clock.epoch(dt.datetime.fromisoformat(created) if created else None),
        default_currency="eur",
        details_submitted=enabled,
        email=account.get("contact_email"),
        metadata=account.get("metadata") or {},
        payouts_enabled=enabled,
        type="none",
    )
    return {**body, "requirements": _requirements(due)}


def v1_capability(account: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one capability as an object of its own, the subject of `capability.updated`."""
    status = account["configuration"]["merchant"]["capabilities"][name]["status"]
    return {
        "id": name,
        "object": "capability",
        "account": account["id"],
        "requested": True,
        "requested_at": clock.epoch(),
        "status": STATUSES.get(status, "inactive"),
    }


def _requirements(due: list[str]) -> dict[str, Any]:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": "requirements.past_due" if due else None,
        "errors": [],
        "eventually_due": due,
        "past_due": due,
        "pending_verification": [],
    }
