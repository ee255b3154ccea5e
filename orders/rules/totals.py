"""Adding up an order, and the VAT inside it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kit.money import vat_included


class PricedLine(Protocol):
    """
    Anything with a gross unit price in cents, a quantity and the VAT rate inside (2100 is 21 %).

    `is_margin` goods are second-hand ones under the margin scheme: their VAT is the shop's own affair.
    """

    @property
    def unit_price(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def vat_rate(self) -> int: ...
    @property
    def is_margin(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Line:
    """The plainest priced line."""

    unit_price: int
    quantity: int
    vat_rate: int = 2100
    is_margin: bool = False


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


@dataclass(frozen=True, slots=True)
class VatInside:
    """What an order says of VAT: the shares, highest rate first, and whether it must name the margin scheme."""

    shares: list[VatShare]
    names_margin_scheme: bool


def order_totals(lines: Iterable[PricedLine], *, shipping: int) -> Totals:
    """Add up an order; all amounts are gross, in cents."""
    subtotal = sum(line.unit_price * line.quantity for line in lines)
    return Totals(subtotal=subtotal, shipping=shipping, total=subtotal + shipping)


def vat_inside(lines: Iterable[PricedLine], *, shipping: int = 0, shipping_vat_rate: int = 2100) -> VatInside:
    """
    Return the VAT inside an order as its customer may see it.

    Computed once per rate, on the sum of what is sold at that rate, rounded half up (law.md L1).
    Rates under which nothing falls are left out. VAT on goods under the margin scheme must not be
    shown (Belgian VAT code, art. 58 § 4; law.md L3), nor that on the delivery of such goods alone:
    what is accessory follows.
    """
    lines = list(lines)
    ordinary = [line for line in lines if not line.is_margin]
    shares = _shares(ordinary, shipping if ordinary or not lines else 0, shipping_vat_rate)
    return VatInside(shares, names_margin_scheme=len(ordinary) < len(lines))


def _shares(lines: list[PricedLine], shipping: int, shipping_vat_rate: int) -> list[VatShare]:
    gross: Counter[int] = Counter()
    for line in lines:
        gross[line.vat_rate] += line.unit_price * line.quantity
    gross[shipping_vat_rate] += shipping
    return [VatShare(rate, amount, vat_included(amount, rate)) for rate, amount in sorted(gross.items(), reverse=True) if amount]
