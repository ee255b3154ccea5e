"""The tax that a subscription's own rates put on top of what it costs; a rate inside the price changes nothing: https://docs.stripe.com/billing/taxes/tax-rates."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from stripe_sandbox import store


@dataclass(frozen=True)
class Tax:
    """What one rate comes to, in minor units; `rate` is the body of the rate."""

    rate: dict[str, Any]
    taxable: int
    amount: int


def taxes_on(amount: int, rate_ids: list[str], *, account: str) -> list[Tax]:
    """
    Return what each exclusive rate adds to an amount of minor units, half up.

    :raises ApiError: 404 for a rate that the account does not have
    """
    rates = rates_of(rate_ids, account=account)
    return [Tax(rate, amount, _part(amount, rate["percentage"])) for rate in rates if not rate["inclusive"]]


def rates_of(rate_ids: list[str], *, account: str) -> list[dict[str, Any]]:
    """Return the bodies of rates; raises ApiError 404 as `taxes_on`."""
    return [store.find("tax_rate", rate_id, account=account).body for rate_id in rate_ids]


def _part(amount: int, percentage: float) -> int:
    return int((Decimal(amount) * Decimal(str(percentage)) / 100).quantize(Decimal(1), ROUND_HALF_UP))
