"""A shop gives its details to Stripe, and may take money from then on."""

from stripe_sandbox import store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_account_event, emit_event

ACTIVE = {"status": "active", "status_details": []}
RESTRICTED = {"status": "restricted", "status_details": [{"code": "requirements_past_due", "resolution": "provide_info"}]}


def complete_onboarding(account: StoredObject) -> StoredObject:
    """
    Answer every open requirement: each requested capability becomes active.

    May run twice. Emits the two v2 events of https://docs.stripe.com/connect/accounts-v2/webhooks that matter.
    """
    merchant = account.body["configuration"]["merchant"]
    changed = [name for name, capability in merchant["capabilities"].items() if capability["status"] != "active"]
    active = dict.fromkeys(merchant["capabilities"], ACTIVE)
    configuration = {**account.body["configuration"], "merchant": {**merchant, "capabilities": active}}
    store.save(account, configuration=configuration, requirements={"entries": [], "summary": None})
    if changed:
        emit_account_event("v2.core.account[requirements].updated", account.body)
    for name in changed:
        emit_account_event("v2.core.account[configuration.merchant].capability_status_updated", account.body, updated_capability=name)
    return account


def disconnect_account(account: StoredObject) -> StoredObject:
    """Withdraw the platform's access, as a shopkeeper may do in Stripe's Dashboard; calls then get 403 account_invalid."""
    account.state = {**account.state, "connected": False}
    store.save(account)
    emit_event("account.application.deauthorized", account.body, account=account.stripe_id)
    return account
