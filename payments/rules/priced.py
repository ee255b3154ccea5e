"""What the price of an order consists of, by VAT rate, and what of it a part of the money pays."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kit.money import vat_included
from payments.rules.movements import MARGIN, slice_of


@dataclass(slots=True)
class Priced:
    """
    The price of one order in cents: `shares` of `total` by VAT rate, MARGIN for goods under the margin scheme.

    `used` is how much of it was paid so far, while its movements are walked through in their order.
    """

    total: int
    shares: dict[int, int] = field(default_factory=dict)
    used: int = 0

    def add(self, rate: int, gross: int) -> None:
        """Add what is sold under one rate."""
        if gross:
            self.shares[rate] = self.shares.get(rate, 0) + gross

    def add_delivery(self, rate: int, gross: int) -> None:
        """Add the delivery: that of margin goods alone follows them (orders.rules.totals.vat_inside)."""
        only_margin = bool(self.shares) and set(self.shares) == {MARGIN}
        self.add(MARGIN if only_margin else rate, gross)

    def move(self, amount: int) -> tuple[dict[int, int], dict[int, int]]:
        """Pay so much of it, or give so much back; returns gross and VAT by rate. All parts together are exactly the whole."""
        start, self.used = self.used, self.used + amount
        gross = slice_of(self.shares, start=start, stop=self.used, whole=self.total)
        vat = {rate: self._vat_until(rate, self.used) - self._vat_until(rate, start) for rate in gross if rate != MARGIN}
        return gross, vat

    def _vat_until(self, rate: int, paid: int) -> int:
        part: Mapping[int, int] = slice_of(self.shares, start=0, stop=paid, whole=self.total)
        return vat_included(part.get(rate, 0), rate)
