"""The objects from which each answer starts: Stripe's own examples (fixtures/README.md), or else empty ones."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from stripe_sandbox.description.blank import blank

FOLDER = Path(__file__).parent / "fixtures"


@lru_cache
def _text(name: str) -> str:
    path = FOLDER / f"{name}.json"
    return path.read_text() if path.exists() else json.dumps(blank(name))


def example(kind: str, /, **overwritten: Any) -> dict[str, Any]:
    """Return a fresh copy of the example of this kind with some fields overwritten."""
    return {**json.loads(_text(kind)), **overwritten}
