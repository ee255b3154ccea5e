"""How Stripe and the banks behave at the moment, by order of a tester."""

from dataclasses import dataclass, fields
from typing import Any

REFUNDS = ("at_once", "pending", "requires_action", "fail")
PAYOUTS = ("arrive", "fail")


@dataclass(frozen=True)
class Options:
    """
    `refunds`: succeed at once, wait for the bank, wait for the buyer, or wait and then fail.
    `refunds_need_balance` refuses a refund that the available balance does not cover. `payouts`: arrive or fail.
    """

    refunds: str = "at_once"
    refunds_need_balance: bool = False
    payouts: str = "arrive"

    def __post_init__(self) -> None:
        if self.refunds not in REFUNDS or self.payouts not in PAYOUTS:
            raise ValueError(f"refunds is one of {', '.join(REFUNDS)}; payouts one of {', '.join(PAYOUTS)}")


def options_from(data: dict[str, Any]) -> Options:
    """Return the options of stored fields; unknown ones are an error."""
    known = {field.name for field in fields(Options)}
    if set(data) - known:
        raise ValueError(f"unknown options: {', '.join(sorted(set(data) - known))}")
    return Options(**data)
