"""
Who is told when somebody goes through a door of ours: signs in, or changes how they sign in.

The shops' log stands above this app, so it registers itself here, from AppConfig.ready().
"""

from collections.abc import Callable
from typing import Any

Witness = Callable[..., None]

_witnesses: list[Witness] = []


def register_witness(witness: Witness) -> None:
    """Add somebody to tell; called as `witness(kind=..., user=..., **data)`."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def tell(kind: str, *, user: Any, **data: Any) -> None:
    """Say that `user` did something at a door; `kind` is one of the log's."""
    for witness in _witnesses:
        witness(kind=kind, user=user, **data)
