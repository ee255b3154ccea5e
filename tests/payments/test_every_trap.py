"""
Each of the 57 traps of getting paid has a test that names it.

The traps are those of our design: what others lost money by. A test says "Trap 7: ..." or "Traps 34, 35: ..." at the
beginning of its docstring, or has the number in its name: test_45_..., test_trap_51_...
"""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
NUMBERS = set(range(1, 58))


def named() -> dict[int, list[str]]:
    """Return for each number the tests that name it."""
    found: dict[int, list[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        text = path.read_text()
        said = re.findall(r'def (test_\w+)\([^"]*?:\n    """Traps? ([\d, ]+):', text)
        for name, numbers in [*said, *re.findall(r"def (test_(?:trap_)?(\d\d)_\w+)\(", text)]:
            for number in numbers.split(","):
                found.setdefault(int(number), []).append(name)
    return found


def test_each_trap_has_a_test() -> None:
    assert NUMBERS - set(named()) == set()
