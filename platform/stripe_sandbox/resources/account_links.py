"""Account links v2, the way into onboarding: https://docs.stripe.com/api/v2/core/account-links."""

import datetime as dt
from typing import Any

from stripe_sandbox import addresses, clock, ids, store
from stripe_sandbox.api.routes import Call, route

KIND = "v2.core.account_link"
LIFETIME = dt.timedelta(minutes=5)


@route("POST", "/v2/core/account_links", takes="v2.core.AccountLinkCreateParams")
def create(call: Call) -> dict[str, Any]:
    """Make a short-lived link that works once. It has no id; the last part of its address names it here."""
    account = store.find("v2.core.account", call.params["account"], account="")
    token = ids.new_id("link_")
    expires_at = clock.now() + LIFETIME
    body = {
        "object": KIND,
        "account": account.stripe_id,
        "created": clock.iso(),
        "expires_at": clock.iso(expires_at),
        "livemode": False,
        "url": addresses.public("connect", token),
        "use_case": call.params["use_case"],
    }
    return store.create(body, account="", stripe_id=token, deadline_at=expires_at).body
