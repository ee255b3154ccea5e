"""What the control page can do, by name; each takes the fields of a form and returns what it made."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from stripe_sandbox import clock, dashboard, switches
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all, redeliver

Fields = Mapping[str, Any]
SWITCHES = ("held", "parallel", "shuffle", "before_answer")
NUMBERS = ("delay", "copies", "drop")


def is_on(value: Any) -> bool:
    """Say whether a field is ticked: forms send words, processes JSON."""
    return value in (True, "true", "on", "1", 1)


def advance(fields: Fields) -> dict[str, Any]:
    """Move the clock ahead by `advance` seconds."""
    settled = advance_clock(dt.timedelta(seconds=int(fields["advance"])))
    return {"now": clock.iso(), "settled": settled}


def deliveries(fields: Fields) -> dict[str, Any]:
    """Order how webhooks reach a `destination`: what is not sent is as usual."""
    wanted: dict[str, Any] = {name: is_on(fields[name]) for name in SWITCHES if name in fields}
    wanted |= {name: int(fields[name]) for name in NUMBERS if fields.get(name) not in (None, "")}
    if fields.get("signature"):
        wanted["signature"] = fields["signature"]
    return vars(switches.set_trouble(fields.get("destination") or switches.ALL, **wanted))


def fault(fields: Fields) -> dict[str, Any]:
    """Order a failure of the API."""
    made = switches.add_fault(
        fields["kind"],
        fields.get("path") or "*",
        method=fields.get("method") or "",
        times=int(fields.get("times") or 1),
        seconds=float(fields.get("seconds") or 25),
    )
    return {"fault": made.pk}


def options(fields: Fields) -> dict[str, Any]:
    """Order how refunds and payouts go. A form sends every field, so an absent tick is a no there."""
    wanted: dict[str, Any] = {name: fields[name] for name in ("refunds", "payouts") if name in fields}
    if "refunds_need_balance" in fields or "whole" in fields:
        wanted["refunds_need_balance"] = is_on(fields.get("refunds_need_balance"))
    return vars(switches.set_options(**wanted))


def calm(fields: Fields) -> dict[str, Any]:
    """Take back all troubles."""
    switches.calm()
    return {}


def deliver(fields: Fields) -> dict[str, Any]:
    """Post all that is due now."""
    return {"delivered": deliver_all()}


def again(fields: Fields) -> dict[str, Any]:
    """Post an `event` again."""
    return {"waiting": redeliver(fields["event"])}


def refund(fields: Fields) -> dict[str, Any]:
    """Refund a `charge`, in part when `amount` is given."""
    return {"id": dashboard.refund(fields["charge"], int(fields["amount"]) if fields.get("amount") else None)}


def end_refund(fields: Fields) -> dict[str, Any]:
    dashboard.end_refund(fields["refund"], fields["status"])
    return {}


def dispute(fields: Fields) -> dict[str, Any]:
    return {"id": dashboard.dispute(fields["charge"], is_inquiry=is_on(fields.get("inquiry")))}


def end_dispute(fields: Fields) -> dict[str, Any]:
    dashboard.end_dispute(fields["dispute"], fields["status"])
    return {}


def end_payment(fields: Fields) -> dict[str, Any]:
    dashboard.end_payment(fields["session"], succeeds=is_on(fields.get("succeeds")))
    return {}


def payout(fields: Fields) -> dict[str, Any]:
    return {"id": dashboard.send_payout(fields["account"])}


def end_payout(fields: Fields) -> dict[str, Any]:
    dashboard.end_payout(fields["payout"], arrives=is_on(fields.get("arrives")))
    return {}


def account(fields: Fields) -> dict[str, Any]:
    dashboard.set_account(fields["account"], fields["status"], fields.get("capability") or "")
    return {}


DEEDS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "account": account,
    "advance": advance,
    "again": again,
    "calm": calm,
    "deliver": deliver,
    "deliveries": deliveries,
    "dispute": dispute,
    "end-dispute": end_dispute,
    "end-payment": end_payment,
    "end-payout": end_payout,
    "end-refund": end_refund,
    "fault": fault,
    "options": options,
    "payout": payout,
    "refund": refund,
}
