"""Each of the 57 traps of getting paid has a test that names it; see tests.traps."""

import ast
from pathlib import Path

from tests.traps import NUMBERS, WITH_TRAPS, traps_of

TESTS = Path(__file__).parents[1]


def named() -> set[int]:
    """Return the numbers that the tests name."""
    paths = [path for path in TESTS.rglob("test_*.py") if any(part in str(path) for part in WITH_TRAPS)]
    tests = [node for path in paths for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    return set().union(*(traps_of(test.name, ast.get_docstring(test)) for test in tests if test.name.startswith("test_")))


def test_each_trap_has_a_test() -> None:
    assert NUMBERS - named() == set()
