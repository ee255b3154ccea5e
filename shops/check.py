"""
The shop check: twenty points, each met or not, each with the reason why it counts and the page that mends it.

Each app says what it knows of, from AppConfig.ready(). The score is how many are met and nothing
else, so it never changes without a point that says why. Where there is nothing to judge yet (the photos
of no products, the waiting of no customers) a point is neither met nor missing.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Point:
    """
    One of the twenty. `title` names what is looked at, `why` says in one sentence what is missing and why it counts.

    Whether it is met counts only where there is something to judge (`is_judged`).
    """

    key: str
    title: Any
    why: Any
    url_name: str
    is_met: bool
    position: int
    is_judged: bool = True


Load = Callable[..., Iterable[Point]]
_loads: dict[str, Load] = {}


def register_points(key: str, load: Load) -> None:
    """Let an app look at the bound shop, as `load(now=...)`; the same key replaces."""
    _loads[key] = load


@dataclass(frozen=True)
class Result:
    """The points in their order: what is missing is what the score lacks."""

    points: list[Point]

    @property
    def total(self) -> int:
        return len(self.points)

    @property
    def score(self) -> int:
        return len(self.met)

    @property
    def missing(self) -> list[Point]:
        return [point for point in self.points if point.is_judged and not point.is_met]

    @property
    def met(self) -> list[Point]:
        return [point for point in self.points if point.is_judged and point.is_met]

    @property
    def not_yet(self) -> list[Point]:
        """Return what there is nothing to judge of."""
        return [point for point in self.points if not point.is_judged]


def check_shop(*, now: dt.datetime) -> Result:
    """Look at the bound shop; some twenty queries, however large it is."""
    points = [point for load in _loads.values() for point in load(now=now)]
    return Result(sorted(points, key=lambda point: point.position))
