"""What the payment page lists: the order's lines when they add up to its total, else one line."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_LINES = 40  # Stripe advises "not more than a few dozen"; an order of more is shown as one line
NAME_LENGTH = 250


@dataclass(frozen=True)
class PayLine:
    """So many of something; `unit_amount` is gross, in cents."""

    name: str
    unit_amount: int
    quantity: int

    @property
    def amount(self) -> int:
        return self.unit_amount * self.quantity


def lines_to_show(lines: Sequence[PayLine], *, total: int, total_name: str) -> list[PayLine]:
    """
    Return the lines whose sum is exactly `total`, in their order.

    Stripe adds up by itself and knows no negative line: whatever does not add up (a discount, a
    deposit given back) is one line with the total (stripe.md 1.2).
    """
    shown = [PayLine(line.name[:NAME_LENGTH], line.unit_amount, line.quantity) for line in lines if line.quantity > 0 and line.amount > 0]
    if 0 < len(shown) <= MAX_LINES and sum(line.amount for line in shown) == total:
        return shown
    return [PayLine(total_name[:NAME_LENGTH], total, 1)]
