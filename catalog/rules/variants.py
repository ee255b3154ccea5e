"""Options and the variants that follow from them. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

MAX_VALUES = 20
MAX_VARIANTS = 60

Pair = tuple[int | None, int | None]  # ids of a value of the first and of the second option


@dataclass(frozen=True, kw_only=True)
class ValuePlan:
    """
    A value that is new or that changes: its names by language.

    `id` is that of the value it was, None for a new one. A language that is not named stays. `seen` is what the page
    showed of these names.
    """

    names: dict[str, str]
    id: int | None = None
    seen: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OptionPlan:
    """
    An option that is new, changes or stays: its names by language, values that are new or change, ids of those that go.

    What is not named stays, also what somebody else added meanwhile. `id` is that of the option it was, None for a new one.
    """

    names: dict[str, str] = field(default_factory=dict)
    values: tuple[ValuePlan, ...] = ()
    removed: frozenset[int] = frozenset()
    id: int | None = None
    seen: dict[str, str] = field(default_factory=dict)


def combinations(values_1: Sequence[int], values_2: Sequence[int]) -> list[Pair]:
    """Return the pairs of value ids that the options allow; one pair of Nones without any option."""
    nothing: list[int | None] = [None]
    return list(product(list(values_1) or nothing, list(values_2) or nothing))


def heirs(before: Sequence[Pair], wanted: Sequence[Pair]) -> dict[Pair, Pair]:
    """
    Return which new pair each pair becomes when an option comes or goes; those that stay become themselves.

    The first new one that says the same but for that option; a pair that is not in the result goes.
    """
    found = {pair: pair for pair in before if pair in wanted}
    taken = set(found)
    for pair in before:
        heir = next((new for new in wanted if new not in taken and _differ_by_an_option(pair, new)), None)
        if pair not in found and heir is not None:
            found[pair] = heir
            taken.add(heir)
    return found


def _differ_by_an_option(one: Pair, other: Pair) -> bool:
    first, second = ({value for value in pair if value is not None} for pair in (one, other))
    return first <= second or second <= first
