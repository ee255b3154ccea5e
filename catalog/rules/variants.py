"""Options and the variants that follow from them. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

MAX_VALUES = 20
MAX_VARIANTS = 60


@dataclass(frozen=True)
class OptionPlan:
    """An option as the shopkeeper wrote it: its names by language, and its values, each by language."""

    names: dict[str, str]
    values: tuple[dict[str, str], ...]


def split_values(text: str) -> list[str]:
    """Return the values of "S, M ; L" without empties and repetitions, in their order."""
    parts = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    return list(dict.fromkeys(part for part in parts if part))


def combinations(values_1: Sequence[int], values_2: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Return the pairs of value ids that the options allow; one pair of Nones without any option."""
    nothing: list[int | None] = [None]
    return list(product(list(values_1) or nothing, list(values_2) or nothing))
