"""Balance transactions and the balance: https://docs.stripe.com/api/balance_transactions."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.lists import list_objects
from stripe_sandbox.api.routes import Call, route
from stripe_sandbox.services.ledger import KIND, balance_of


@route("GET", "/v1/balance_transactions/{id}", takes="BalanceTransactionRetrieveParams")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find(KIND, call.ids["id"], account=call.account).body


@route("GET", "/v1/balance_transactions", takes="BalanceTransactionListParams")
def list_all(call: Call) -> dict[str, Any]:
    """List them all; with `payout`, what that payout carried and itself."""
    paid_out = call.params.get("payout")
    filters = {name: name for name in ("currency", "source", "type")}
    if paid_out is None:
        return list_objects(call, KIND, filters)
    payout = store.find("payout", paid_out, account=call.account)
    return list_objects(call, KIND, filters, any_of={"id": payout.state["carries"]})


@route("GET", "/v1/balance", takes="BalanceRetrieveParams")
def balance(call: Call) -> dict[str, Any]:
    return {
        "object": "balance",
        "available": _amounts(call.account, "available"),
        "connect_reserved": [],
        "livemode": False,
        "pending": _amounts(call.account, "pending"),
    }


def _amounts(account: str, status: str) -> list[dict[str, Any]]:
    found = balance_of(account, status).items()
    return [{"amount": amount, "currency": currency, "source_types": {"card": amount}} for currency, amount in found]
