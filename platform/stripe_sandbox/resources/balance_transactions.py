"""Balance transactions: what a payment left on the account after fees."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.routes import Call, route


@route("GET", "/v1/balance_transactions/{id}")
def retrieve(call: Call) -> dict[str, Any]:
    return store.find("balance_transaction", call.ids["id"], account=call.account).body
