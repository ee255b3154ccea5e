"""Finding the measure among the facts of a product. Pure."""

import re
from collections.abc import Iterable

_MEASURE = re.compile(r"\d\s?(?:mm|cm|dm|m|kg|g|cl|ml|l)\b", re.IGNORECASE)


def first_measure(values: Iterable[str]) -> str:
    """Return the first of the values that tells a length, weight or volume, such as "72 × 68 × 79 cm"; "" when none does."""
    return next((value for value in values if _MEASURE.search(value)), "")
