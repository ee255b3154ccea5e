"""
What a shop needs before customers may see it, and the steps that lead there.

Each app says what it knows of: `shops` the law and the hours, `catalog` what is sold, `orders` how it is
paid. They register from their AppConfig.ready(); nothing of it is stored, all is read from the data.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """
    One thing that the law or common sense asks for before the shop opens.

    `title` names it, `sentence` says why it is asked for and what is missing. What is missing is mended by
    the form `form_key` on the spot (shops.backoffice.forms.launch), or else on the page `url_name`.
    One that does not block is only said.
    """

    key: str
    title: Any
    sentence: Any
    is_met: bool
    position: int
    form_key: str = ""
    url_name: str = ""
    action: Any = ""
    blocks: bool = True


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the steps of the setup guide: a sentence, and a button that lands on the form."""

    key: str
    title: Any
    sentence: Any
    action: Any
    url_name: str
    is_done: bool
    position: int


_requirements: dict[str, Callable[[], Iterable[Requirement]]] = {}
_openings: list[Callable[[], None]] = []
_steps: dict[str, Callable[[], Iterable[Step]]] = {}


def register(key: str, *, requirements: Callable[[], Iterable[Requirement]], steps: Callable[[], Iterable[Step]]) -> None:
    """Let an app say what the bound shop needs; the same key replaces."""
    _requirements[key] = requirements
    _steps[key] = steps


def register_opening(hook: Callable[[], None]) -> None:
    """Add what an app does when the bound shop opens; part of that transaction, and safe to run twice."""
    if hook not in _openings:
        _openings.append(hook)


def run_openings() -> None:
    """Do what the apps do when the bound shop opens."""
    for hook in _openings:
        hook()


def requirements() -> list[Requirement]:
    """Return all that the bound shop needs to open, met or not, in the order in which one would mend it."""
    return sorted((each for load in _requirements.values() for each in load()), key=lambda each: each.position)


def steps() -> list[Step]:
    """Return the steps of the setup guide of the bound shop, in their order."""
    return sorted((each for load in _steps.values() for each in load()), key=lambda each: each.position)
