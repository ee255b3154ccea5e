"""How much of an order may go back, and how much a wish comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kit.cash import STEP, cash_total


class RefundRefused(Exception):
    """It can't be given back like this; `code` says why, for the words of the page. Shown to the person, not an alarm."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line of an order: gross cents for one, and how many of them did not go back yet."""

    line_id: int
    unit_price: int
    left: int


@dataclass(frozen=True, slots=True)
class Left:
    """What of an order may still go back: all in cents. `sources` are the payments that took it online, by id."""

    amount: int
    lines: tuple[LineLeft, ...]
    shipping: int
    sources: tuple[tuple[int, int], ...] = ()
    is_cash: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What a shopkeeper wants to give back: all that is left, a free amount, or so many of each line (by id).

    `amount` wins over lines; `with_shipping` adds the delivery to lines. `restock` names the lines whose pieces are back.
    """

    is_all: bool = False
    amount: int | None = None
    quantities: Mapping[int, int] = field(default_factory=dict)
    with_shipping: bool = False
    restock: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LineBack:
    """So many of a line go back, for so many cents."""

    line_id: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a wish comes to."""

    amount: int
    lines: tuple[LineBack, ...]
    shipping: int


def sum_of(wish: Wish, left: Left) -> Sum:
    """
    Return what a wish comes to, in cents.

    In cash everything is rounded to five cents, as it was when it was paid: see `_in_cash`. Never more than what
    is left, of which a free amount may have taken some.

    :raises RefundRefused: "nothing" if nothing is chosen, "rounded_away" if it is nothing in cash, "too_much" if there is
        not so much left, "too_many" of a line
    """
    if left.amount <= 0:
        raise RefundRefused("nothing_left")
    lines = () if wish.amount is not None and not wish.is_all else tuple(_lines(wish, left))
    shipping = left.shipping if wish.is_all or (wish.with_shipping and wish.amount is None) else 0
    if wish.is_all:
        return Sum(left.amount, lines, min(shipping, left.amount))
    amount = wish.amount if wish.amount is not None else sum(line.amount for line in lines) + shipping
    if amount <= 0:
        raise RefundRefused("nothing")
    if left.is_cash:
        amount = _in_cash(amount, left, is_free=wish.amount is not None)
    if amount > left.amount:
        raise RefundRefused("too_much")
    return Sum(amount, lines, shipping)


def _in_cash(amount: int, left: Left, *, is_free: bool) -> int:
    """
    Return what is handed over for so many cents.

    Of lines and delivery it is the running total that is rounded: what goes back in parts sums up to what was paid,
    and the last part is exactly the rest. A free amount is rounded by itself.
    """
    if is_free:
        return min(cash_total(amount), left.amount) if amount <= left.amount else amount
    goods = sum(line.unit_price * line.left for line in left.lines) + left.shipping
    rounded = cash_total(goods) - cash_total(goods - amount)
    if rounded <= 0:
        raise RefundRefused("rounded_away")
    return left.amount if 0 < rounded - left.amount < STEP else rounded


def _lines(wish: Wish, left: Left) -> list[LineBack]:
    back = []
    for line in left.lines:
        quantity = line.left if wish.is_all else wish.quantities.get(line.line_id, 0)
        if quantity < 0 or quantity > line.left:
            raise RefundRefused("too_many")
        if quantity:
            back.append(LineBack(line.line_id, quantity, quantity * line.unit_price))
    return back


def split(amount: int, sources: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Return which of `sources` (id, cents left) give how much of `amount`, first come first, none with nothing.

    :raises RefundRefused: "too_much" if together they have not so much left
    """
    parts = []
    for source, left in sources:
        part = min(amount, left)
        if part > 0:
            parts.append((source, part))
            amount -= part
    if amount > 0:
        raise RefundRefused("too_much")
    return parts
