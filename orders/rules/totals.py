"""Adding up an order, and the VAT inside it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kit.money import vat_included


class PricedLine(Protocol):
    """Anything with a gross unit price in cents, a quantity and the VAT rate inside (2100 is 21 %)."""

    @property
    def unit_price(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def vat_rate(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Line:
    """The plainest priced line."""

    unit_price: int
    quantity: int
    vat_rate: int = 2100


@dataclass(frozen=True, slots=True)
class Totals:
    """Gross cents; `total` is what the customer pays."""

    subtotal: int
    shipping: int
    total: int


@dataclass(frozen=True, slots=True)
class VatShare:
    """What of an order falls under one VAT rate: gross cents, and the VAT inside them."""

    rate: int
    gross: int
    vat: int

    @property
    def percent(self) -> str:
        """The rate as written: 2100 -> "21", 550 -> "5.5"."""
        return f"{self.rate / 100:g}"


def order_totals(lines: Iterable[PricedLine], *, shipping: int) -> Totals:
    """Add up an order; all amounts are gross, in cents."""
    subtotal = sum(line.unit_price * line.quantity for line in lines)
    return Totals(subtotal=subtotal, shipping=shipping, total=subtotal + shipping)


def vat_by_rate(lines: Iterable[PricedLine], *, shipping: int = 0, shipping_vat_rate: int = 2100) -> list[VatShare]:
    """
    Return the VAT inside an order, highest rate first.

    Computed once per rate, on the sum of what is sold at that rate, rounded half up (law.md L1).
    Rates under which nothing falls are left out.
    """
    gross: Counter[int] = Counter()
    for line in lines:
        gross[line.vat_rate] += line.unit_price * line.quantity
    gross[shipping_vat_rate] += shipping
    return [VatShare(rate, amount, vat_included(amount, rate)) for rate, amount in sorted(gross.items(), reverse=True) if amount]
