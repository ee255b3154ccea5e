"""
Which tests show which of the 57 traps of getting paid: what others lost money by.

A test says "Trap 7: ..." or "Traps 34, 35: ..." at the beginning of its docstring, or has the number in its name:
test_45_..., test_trap_51_... Those have the marker `trap`: `bin/test tests/payments tests/billing -m trap` runs them all.
"""

import re

NUMBERS = set(range(1, 58))
WITH_TRAPS = ("/tests/payments/", "/tests/billing/", "/tests/stripe_sandbox/")


def traps_of(name: str, docstring: str | None) -> set[int]:
    """Return the numbers that a test names."""
    in_name = re.match(r"test_(?:trap_)?(\d\d)_", name)
    said = re.match(r"Traps? ([\d, ]+)(?::| of stripe)", docstring or "")
    numbers = [in_name[1]] if in_name else []
    return {int(number) for number in [*numbers, *(said[1].split(",") if said else [])]}
