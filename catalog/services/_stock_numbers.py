"""
The one statement that changes stock numbers, and what must be known before it.

Used by catalog.services.stock only.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connections
from django.db.models import Q

from catalog.locks import lock_stock
from catalog.models import MovementReason, Reservation, StockMovement
from kit.routers import SHOP_ALIAS

# The guard is the rule itself: never hold what is not there, never sell what another holds. Sums are
# made in bigint, so that no number is too large for the comparison.
GUARDED_UPDATE = """
    UPDATE catalog_stocklevel AS stock
       SET on_hand = stock.on_hand + change.on_hand, reserved = stock.reserved + change.reserved
      FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS change (variant_id, on_hand, reserved)
     WHERE stock.variant_id = change.variant_id
       AND stock.reserved + change.reserved >= 0
       AND stock.on_hand + change.on_hand >= stock.reserved + change.reserved
"""


class StockInDisorder(RuntimeError):
    """The guard refused what was just computed under lock. Always a bug, never shown; it rolls everything back."""


class LockedStock:
    """
    The stock of some variants, locked, as one buyer sees it.

    `freed` is what the buyer (`mine`, the names they hold under) may use besides what is free: their
    own holds, and others' that have run out at `now`. Those rows, `claims`, end when stock is taken.
    """

    def __init__(self, variant_ids: Iterable[int], *, mine: Iterable[str] = (), now: dt.datetime) -> None:
        self.levels = lock_stock(variant_ids)
        self.claims = list(Reservation.objects.filter(variant__in=self.levels).filter(Q(holder__in=list(mine)) | Q(expires_at__lte=now)))
        self.freed: Counter[int] = Counter()
        for claim in self.claims:
            self.freed[claim.variant_id] += claim.quantity

    def left(self, variant_id: int) -> int:
        """Return how many of a variant the buyer can have in all."""
        level = self.levels.get(variant_id)
        return max(0, level.available + self.freed[variant_id]) if level else 0

    def short_of(self, wanted: Mapping[int, int]) -> dict[int, int]:
        """Return what is left of each variant of which too much is wanted; empty when all can be had."""
        return {pk: self.left(pk) for pk, quantity in wanted.items() if quantity > self.left(pk)}

    def without_claims(self) -> dict[int, int]:
        """Return the change of `reserved` that ends all claims."""
        return {pk: -quantity for pk, quantity in self.freed.items()}


def change_numbers(*, on_hand: Mapping[int, int] | None = None, reserved: Mapping[int, int] | None = None) -> None:
    """
    Add to the numbers of variants whose stock rows are locked; all in one guarded statement.

    :raises StockInDisorder: if the guard refuses a row
    """
    on_hand, reserved = on_hand or {}, reserved or {}
    changed = sorted(pk for pk in {*on_hand, *reserved} if on_hand.get(pk, 0) or reserved.get(pk, 0))
    if not changed:
        return
    with connections[SHOP_ALIAS].cursor() as cursor:
        columns = [changed, [on_hand.get(pk, 0) for pk in changed], [reserved.get(pk, 0) for pk in changed]]
        cursor.execute(GUARDED_UPDATE, columns)
        if cursor.rowcount != len(changed):
            raise StockInDisorder(f"{cursor.rowcount} of {changed} changed")


def end_reservations(rows: Iterable[Reservation]) -> None:
    """Delete reservations; their quantities are taken off `reserved` by `change_numbers`."""
    ids = [row.pk for row in rows]
    if ids:
        Reservation.objects.filter(pk__in=ids).delete()


def write_movements(
    deltas: Mapping[int, int], *, reason: MovementReason | str, reference: str, user_id: int | None, now: dt.datetime
) -> None:
    """Write one line of history for each change of `on_hand`."""
    StockMovement.objects.bulk_create(
        StockMovement(variant_id=pk, delta=delta, reason=reason, reference=reference, user_id=user_id, moved_at=now)
        for pk, delta in deltas.items()
        if delta
    )
