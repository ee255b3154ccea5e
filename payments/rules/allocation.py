"""What of the money that came for an order is used, and what of it must go back."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Came:
    """One payment: cents, and what of it was given back already."""

    amount: int
    given_back: int = 0

    @property
    def kept(self) -> int:
        return self.amount - self.given_back


def surpluses(payments: Iterable[Came], *, needed: int) -> list[int]:
    """
    Return for each payment, in their order, what of it is too much: first come, first used, up to `needed` cents.

    What was given back is not asked for again.
    """
    result = []
    for payment in payments:
        used = min(payment.kept, needed)
        needed -= used
        result.append(payment.kept - used)
    return result
