"""Stripe's own example objects, from which each answer starts (fixtures/README.md)."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fixtures"


@lru_cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text()


def example(name: str, **overwritten: Any) -> dict[str, Any]:
    """Return a fresh copy of the example `name` with some fields overwritten."""
    return {**json.loads(_text(name)), **overwritten}
