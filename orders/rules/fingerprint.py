"""Was this what the customer saw?"""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple


class ShownLine(NamedTuple):
    """What a customer reads of a line before ordering; `unit_price` gross in cents."""

    variant_id: int
    title: str
    option_text: str
    quantity: int
    unit_price: int


def fingerprint(lines: Iterable[ShownLine], said: Iterable[object]) -> str:
    """
    Return 32 letters that are others as soon as any line says something else, or there is one more or less.

    `said` is what the customer told of themselves, in a fixed order: who, how and where to.
    """
    text = json.dumps([sorted(lines), [str(part) for part in said]])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
