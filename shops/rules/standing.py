"""Whether customers can order: the shop has not opened yet, is open, or pauses until a day. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

LONGEST_PAUSE = dt.timedelta(days=366)


class Standing(StrEnum):
    NOT_OPEN = "not_open"
    OPEN = "open"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Said:
    """What the shop's settings say. `paused_until` is the first day on which one can order again, in the shop's street."""

    launched_at: dt.datetime | None
    paused_until: dt.date | None = None


def standing_on(said: Said, today: dt.date) -> Standing:
    """Return how a shop stands on a day. A pause ends by itself: nothing has to run when its day comes."""
    if said.launched_at is None:
        return Standing.NOT_OPEN
    return Standing.PAUSED if is_paused(said.paused_until, today) else Standing.OPEN


def is_paused(paused_until: dt.date | None, today: dt.date) -> bool:
    """Say whether a pause that ends on `paused_until` (None: there is none) still lasts today."""
    return paused_until is not None and today < paused_until
