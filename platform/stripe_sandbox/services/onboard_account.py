"""A shop gives its details to Stripe, and may take money from then on; or Stripe changes its mind."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_account_event, emit_event
from stripe_sandbox.services.v1_account import v1_account, v1_capability

ACTIVE = {"status": "active", "status_details": []}
PENDING = {"status": "pending", "status_details": [{"code": "requirements_pending_verification", "resolution": "no_resolution"}]}
RESTRICTED = {"status": "restricted", "status_details": [{"code": "requirements_past_due", "resolution": "provide_info"}]}
UNSUPPORTED = {"status": "unsupported", "status_details": [{"code": "rejected_other", "resolution": "contact_stripe"}]}
STATUSES = {"active": ACTIVE, "pending": PENDING, "restricted": RESTRICTED, "unsupported": UNSUPPORTED}
ASKED = ("identity.business_details", "external_account", "representative.identity")


def complete_onboarding(account: StoredObject) -> StoredObject:
    """Answer every open requirement: each requested capability becomes active. May run twice."""
    return change_account(account, status="active", asked=())


def answer_partly(account: StoredObject) -> StoredObject:
    """Leave one question open: nothing is active yet, and the account says what is missing."""
    return change_account(account, status="restricted", asked=ASKED[-1:])


def refuse_account(account: StoredObject) -> StoredObject:
    """Let Stripe refuse the shop for good."""
    return change_account(account, status="unsupported", asked=())


def change_account(account: StoredObject, *, status: str, asked: tuple[str, ...] = (), only: str = "") -> StoredObject:
    """
    Give all capabilities (or the one named `only`) a status, and ask for these details.

    Emits what differs, in both APIs: https://docs.stripe.com/connect/accounts-v2/webhooks. May run twice.
    """
    merchant = account.body["configuration"]["merchant"]
    names = [only] if only else list(merchant["capabilities"])
    changed = [name for name in names if merchant["capabilities"][name]["status"] != status]
    capabilities = {**merchant["capabilities"], **dict.fromkeys(names, STATUSES[status])}
    before = [entry["description"] for entry in account.body["requirements"]["entries"]]
    configuration = {**account.body["configuration"], "merchant": {**merchant, "capabilities": capabilities}}
    store.save(account, configuration=configuration, requirements=requirements(asked))
    if changed or before != list(asked):
        _emit(account, changed)
    return account


def requirements(asked: tuple[str, ...] = ASKED) -> dict[str, Any]:
    """Return the `requirements` of an account that still owes these details."""
    if not asked:
        return {"entries": [], "summary": None}
    due = {"status": "currently_due"}
    entries: list[dict[str, Any]] = [
        {
            "awaiting_action_from": "user",
            "description": description,
            "errors": [],
            "impact": {"restricts_capabilities": []},
            "minimum_deadline": due,
            "reference": None,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for description in asked
    ]
    return {"entries": entries, "summary": {"minimum_deadline": {**due, "time": None}}}


def disconnect_account(account: StoredObject) -> StoredObject:
    """Withdraw the platform's access, as a shopkeeper may do in Stripe's Dashboard; calls then get 403 account_invalid."""
    account.state = {**account.state, "connected": False}
    store.save(account)
    subject = {"id": "ca_sandbox", "object": "application", "name": "Vitrine"}
    emit_event("account.application.deauthorized", subject, account=account.stripe_id)
    return account


def _emit(account: StoredObject, changed: list[str]) -> None:
    emit_account_event("v2.core.account[requirements].updated", account.body)
    emit_event("account.updated", v1_account(account.body), account=account.stripe_id)
    for name in changed:
        kind = "v2.core.account[configuration.merchant].capability_status_updated"
        emit_account_event(kind, account.body, updated_capability=name)
        emit_event("capability.updated", v1_capability(account.body, name), account=account.stripe_id)
