"""What the tests of the books share."""

from typing import Any

from stripe_sandbox.services.deliver_events import deliver_all
from tests.stripe_sandbox.conftest import SECRET, Sandbox

DISPUTED, INQUIRED, REFUND_FAILS, REFUND_WAITS, AT_ONCE = (
    "4000000000000259",
    "4000000000001976",
    "4000000000005126",
    "4000000000007726",
    "4000000000000077",
)


def paid(sandbox: Sandbox, number: str = "4242424242424242") -> Any:
    """Pay 7.80 by card; return the charge."""
    session = sandbox.new_session()
    sandbox.pay(session.url, number=number)
    return sandbox.session(session.id, expand=["payment_intent.latest_charge"]).payment_intent.latest_charge


def v1(sandbox: Sandbox) -> Any:
    return sandbox.client.v1


def refunded(sandbox: Sandbox, charge: Any, **params: Any) -> Any:
    return v1(sandbox).refunds.create(params={"charge": charge.id, **params}, options=sandbox.as_shop())


def balance(sandbox: Sandbox, options: Any = None) -> tuple[int, int]:
    """Return (available, pending) cents."""
    found = v1(sandbox).balance.retrieve(options=options or sandbox.as_shop())
    return found.available[0].amount, found.pending[0].amount


def told(sandbox: Sandbox) -> list[str]:
    deliver_all()
    parse = sandbox.client.parse_event_notification
    return [parse(one.body, one.signature, SECRET).type.removeprefix("v1.") for one in sandbox.inbox.received]
