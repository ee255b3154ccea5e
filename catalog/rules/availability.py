"""What a visitor may know of a variant's stock, and in which state that leaves its product."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEW = 3  # from here down the shop says how many are left

# The names a visitor holds stock under, each with the time until which it was promised to them, where that
# is earlier than the hold's own end (an order awaiting its payment expires before its hold does).
HolderNames = Mapping[str, dt.datetime | None]


@dataclass(frozen=True, slots=True)
class Hold:
    """Some of a variant, held by someone until `expires_at`."""

    variant_id: int
    holder: str
    quantity: int
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A variant's stock as one visitor sees it.

    `available` counts what they hold themselves and holds that have run out. `held_until` is when the
    first of the others' holds ends, where that is all that stands in the way; `is_mine` says that the
    visitor holds some of it, `mine_until` for how long.
    """

    on_hand: int
    available: int
    held_until: dt.datetime | None = None
    mine_until: dt.datetime | None = None

    @property
    def is_gone(self) -> bool:
        return self.on_hand <= 0

    @property
    def is_mine(self) -> bool:
        return self.mine_until is not None


def standing_of(*, on_hand: int, holds: Iterable[Hold], mine: HolderNames, now: dt.datetime) -> Standing:
    """Return where a variant stands for the visitor who holds under the names `mine`. `holds` are all of that variant."""
    running = [hold for hold in holds if hold.expires_at > now]
    own = [mine[hold.holder] or hold.expires_at for hold in running if hold.holder in mine]
    others = [hold for hold in running if hold.holder not in mine]
    available = max(0, on_hand - sum(hold.quantity for hold in others))
    held_until = min((hold.expires_at for hold in others), default=None)
    return Standing(
        on_hand=on_hand,
        available=available,
        held_until=held_until if on_hand > 0 and not available else None,
        mine_until=min(own, default=None),
    )
