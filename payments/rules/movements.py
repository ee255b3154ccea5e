"""
Money that moved, one way for all ways: online, by transfer, in cash, on the shop's own terminal.

The page, the check against the orders and the export all add up the same list of movements, so they
can't differ from each other.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MARGIN = -1  # in place of a rate: goods under the margin scheme, of which no VAT is shown


@dataclass(frozen=True, slots=True)
class Movement:
    """
    One amount that came (or went, negative), in cents.

    `kind` is sale, refund, refund_failure, dispute, dispute_reversal, fee or other; `way` with what it was paid: cash,
    card, counter, transfer, or Stripe's word after "online:". `sale` is what of `amount` is the price of an
    order (less than all: too much, too late, contested); `rounding` what of it is the rounding of cash.
    `gross_by_rate` splits `sale` without its rounding by VAT rate, `vat_by_rate` is the VAT inside. The fees
    are None as long as Stripe's books do not show the movement. `reason` says why it is not all a sale.
    """

    day: dt.date
    kind: str
    way: str
    amount: int
    sale: int = 0
    rounding: int = 0
    order_id: int | None = None
    number: str = ""
    stripe_fee: int | None = 0
    platform_fee: int | None = 0
    reason: str = ""
    payout: str = ""
    stripe_id: str = ""
    gross_by_rate: Mapping[int, int] = field(default_factory=dict)
    vat_by_rate: Mapping[int, int] = field(default_factory=dict)

    @property
    def fees(self) -> int:
        return (self.stripe_fee or 0) + (self.platform_fee or 0)

    @property
    def net(self) -> int:
        return self.amount - self.fees

    @property
    def is_online(self) -> bool:
        return self.way.startswith("online")


@dataclass(slots=True)
class Sums:
    """What movements come to, in cents; `back` is not negative unless more came back than went."""

    count: int = 0
    came: int = 0
    back: int = 0
    stripe_fee: int = 0
    platform_fee: int = 0
    rounding: int = 0
    unknown_fees: int = 0  # how many of them

    @property
    def fees(self) -> int:
        return self.stripe_fee + self.platform_fee

    @property
    def left(self) -> int:
        return self.came - self.back - self.fees

    def add(self, movement: Movement) -> None:
        """Count a movement in."""
        if movement.kind in ("sale", "other"):
            self.count += 1
            self.came += movement.amount
        else:
            self.back -= movement.amount
        self.stripe_fee += movement.stripe_fee or 0
        self.platform_fee += movement.platform_fee or 0
        self.rounding += movement.rounding
        self.unknown_fees += movement.stripe_fee is None


@dataclass(slots=True)
class VatSums:
    """What was sold under one rate less what was given back of it: gross cents and the VAT inside."""

    rate: int
    gross: int = 0
    vat: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.vat


def sums(movements: Iterable[Movement]) -> Sums:
    """Add up all movements."""
    total = Sums()
    for movement in movements:
        total.add(movement)
    return total


def sums_by_way(movements: Iterable[Movement]) -> dict[str, Sums]:
    """Add up by way of payment, the one by which the most came first."""
    found: dict[str, Sums] = defaultdict(Sums)
    for movement in movements:
        found[movement.way].add(movement)
    return dict(sorted(found.items(), key=lambda each: (-each[1].came, each[0])))


def sums_by_day(movements: Iterable[Movement]) -> dict[dt.date, dict[str, Sums]]:
    """Add up by day and way, the first day first; days on which nothing moved are left out. The key "" is the whole day."""
    found: dict[dt.date, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for movement in movements:
        found[movement.day][movement.way].add(movement)
        found[movement.day][""].add(movement)
    return {day: dict(ways) for day, ways in sorted(found.items())}


def sums_by_rate(movements: Iterable[Movement]) -> list[VatSums]:
    """Add up what was sold by VAT rate, the highest first, margin goods last."""
    found: dict[int, VatSums] = {}
    for movement in movements:
        for rate, gross in movement.gross_by_rate.items():
            share = found.setdefault(rate, VatSums(rate))
            share.gross += gross
            share.vat += movement.vat_by_rate.get(rate, 0)
    return sorted((share for share in found.values() if share.gross or share.vat), key=lambda share: -share.rate)


def part_of(shares: Mapping[int, int], *, amount: int, whole: int) -> dict[int, int]:
    """
    Return which part of each share belongs to `amount` of `whole` cents; the parts add up to `amount`.

    `shares` add up to `whole`. What is left by rounding down goes to those with the largest rest.
    """
    if amount == whole or not whole:
        return dict(shares) if amount else {}
    parts = {key: share * amount // whole for key, share in shares.items()}
    rests = sorted(shares, key=lambda key: -(shares[key] * amount % whole))
    for key in rests[: amount - sum(parts.values())]:
        parts[key] += 1
    return parts


def slice_of(shares: Mapping[int, int], *, start: int, stop: int, whole: int) -> dict[int, int]:
    """
    Return which part of each share lies between `start` and `stop` cents of `whole`, negative when `stop` is before `start`.

    Slices that follow each other add up to the shares themselves, however many they are.
    """
    upper, lower = part_of(shares, amount=stop, whole=whole), part_of(shares, amount=start, whole=whole)
    return {key: upper.get(key, 0) - lower.get(key, 0) for key in shares if upper.get(key, 0) != lower.get(key, 0)}


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one order (or none): what the money says more than the order, in cents, and why: a code."""

    number: str
    reason: str
    amount: int


@dataclass(frozen=True, slots=True)
class Check:
    """Whether it adds up: what was paid for orders and given back of them, what moved, and each difference by name."""

    paid: int
    refunded: int
    moved: int
    differences: tuple[Difference, ...]

    @property
    def orders(self) -> int:
        return self.paid - self.refunded

    @property
    def difference(self) -> int:
        return self.moved - self.orders

    @property
    def is_explained(self) -> bool:
        return sum(each.amount for each in self.differences) == self.difference and all(each.reason for each in self.differences)


def check(
    movements: Iterable[Movement],
    *,
    paid: Mapping[int, int],
    refunded: Mapping[int, int],
    numbers: Mapping[int, str],
    reasons: Mapping[int, str],
) -> Check:
    """
    Compare money and orders. `paid` and `refunded` are what the orders say for the period, by the order's id.

    Each movement that is not all a sale is a difference with its own reason; what then still differs
    of an order has the reason in `reasons`, or came or was noted in another period.
    """
    movements = [movement for movement in movements if movement.kind != "fee"]
    rest: Counter[int] = Counter()
    differences: list[Difference] = []
    for movement in movements:
        if movement.amount != movement.sale:
            differences.append(Difference(movement.number, movement.reason, movement.amount - movement.sale))
        if movement.order_id is not None:
            rest[movement.order_id] += movement.sale
    for order_id in {*rest, *paid, *refunded}:
        left = rest[order_id] - paid.get(order_id, 0) + refunded.get(order_id, 0)
        if left:
            differences.append(Difference(numbers.get(order_id, ""), reasons.get(order_id, "other_period"), left))
    differences.sort(key=lambda each: (each.number, each.amount))
    return Check(sum(paid.values()), sum(refunded.values()), sum(movement.amount for movement in movements), tuple(differences))
