"""
Holding, selling and counting stock. No other module changes these numbers.

Each service locks the stock rows it needs in id order, sees who holds what, and then changes the
numbers in one guarded UPDATE. When something is short nothing has been written, and the exception
leaves from outside the transaction's block, so a caller may catch it and go on. A hold that has
run out counts as free at once, whether or not the chore has been by.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Sum

from catalog.locks import lock_stock
from catalog.log_kinds import variant_name
from catalog.models import MovementReason, ProductKind, Reservation, StockLevel, Variant
from catalog.services._stock_numbers import LockedStock, change_numbers, end_reservations, write_movements
from kit import clock
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from tenants.services.wake_up import wake_up_at

MAX_ON_HAND = 1_000_000


class OutOfStock(Exception):
    """Fewer are left than asked for; shown to the buyer, not an alarm. `available` by variant id, for each short line."""

    def __init__(self, available: Mapping[int, int]) -> None:
        super().__init__(f"left: {dict(available)}")
        self.available = dict(available)


class CountChanged(Exception):
    """The number on hand is not the one that was seen."""


class HeldByCheckout(Exception):
    """The new count is lower than what customers hold in their checkouts; `held` says how many they hold."""

    def __init__(self, held: int) -> None:
        super().__init__(f"{held} held")
        self.held = held


@dataclass(frozen=True, slots=True)
class Standing:
    """What a buyer may know of one variant: how many there are, and how many they can have."""

    on_hand: int
    available: int


# ---- reading ------------------------------------------------------------------------------------


def standing_of(*, variant_ids: Iterable[int], holder: str | None, now: dt.datetime | None = None) -> dict[int, Standing]:
    """
    Return where each variant stands for `holder`, in one query.

    What the holder already holds counts as available to them, and holds that have run out as free.
    A variant without a stock row is there with zeros.
    """
    asked = set(variant_ids)
    not_in_the_way = Q(variant__reservations__expires_at__lte=now or clock.now())
    if holder is not None:
        not_in_the_way |= Q(variant__reservations__holder=holder)
    rows = (
        StockLevel.objects.filter(pk__in=asked)
        .annotate(freed=Sum("variant__reservations__quantity", filter=not_in_the_way, default=0))
        .values_list("pk", "on_hand", "reserved", "freed")
    )
    found = {pk: Standing(on_hand, max(0, on_hand - reserved + freed)) for pk, on_hand, reserved, freed in rows}
    return {pk: found.get(pk, Standing(0, 0)) for pk in asked}


def available_to(*, variant_ids: Iterable[int], holder: str | None, now: dt.datetime | None = None) -> dict[int, int]:
    """Return how many of each variant `holder` can have in all; see `standing_of`."""
    return {pk: standing.available for pk, standing in standing_of(variant_ids=variant_ids, holder=holder, now=now).items()}


# ---- holding ------------------------------------------------------------------------------------


def hold_stock(
    *, holder: str, wanted: Mapping[int, int], expires_at: dt.datetime, now: dt.datetime, taking_over: str | None = None
) -> None:
    """
    Make the holder's reservation exactly `wanted` (quantities by variant id), until `expires_at`.

    Adds, reduces and removes; what `taking_over` holds passes to the holder. Safe to run twice.
    Callers lock the holder's cart or order first, so that one holder's calls do not overlap.

    :raises OutOfStock: if a line asks for more than is left; nothing has changed then
    """
    wanted = {pk: quantity for pk, quantity in wanted.items() if quantity > 0}
    mine = [holder, taking_over] if taking_over else [holder]
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        stock = LockedStock({*wanted, *_variants_held_by(*mine)}, mine=mine, now=now)
        short = stock.short_of(wanted)
        if not short:
            change_numbers(reserved={pk: wanted.get(pk, 0) - stock.freed[pk] for pk in stock.levels})
            end_reservations(row for row in stock.claims if row.holder != holder or row.variant_id not in wanted)
            _write_reservations(holder, wanted, expires_at)
    if short:
        raise OutOfStock(short)


def hand_hold_over(*, from_holder: str, to_holder: str, expires_at: dt.datetime) -> dict[int, int]:
    """
    Give all that one holder holds to another who holds nothing yet, until `expires_at`.

    The numbers stay as they are. Returns what was handed over, by variant id.
    """
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        lock_stock(_variants_held_by(from_holder))
        if Reservation.objects.filter(holder=from_holder).update(holder=to_holder, expires_at=expires_at):
            wake_up_at(expires_at)
        return dict(Reservation.objects.filter(holder=to_holder).values_list("variant_id", "quantity"))


def extend_hold(*, holder: str, expires_at: dt.datetime) -> None:
    """Keep what the holder holds until `expires_at`."""
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        lock_stock(_variants_held_by(holder))
        if Reservation.objects.filter(holder=holder).update(expires_at=expires_at):
            wake_up_at(expires_at)


def lower_hold(*, holder: str, at_most: Mapping[int, int]) -> None:
    """Give back what the holder holds beyond `at_most` (by variant id; what is not named goes entirely). Safe to run twice."""
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        lock_stock(_variants_held_by(holder))
        too_much = [row for row in Reservation.objects.filter(holder=holder) if row.quantity > at_most.get(row.variant_id, 0)]
        change_numbers(reserved={row.variant_id: at_most.get(row.variant_id, 0) - row.quantity for row in too_much})
        end_reservations(row for row in too_much if row.variant_id not in at_most)
        for row in too_much:
            if row.variant_id in at_most:
                Reservation.objects.filter(pk=row.pk).update(quantity=at_most[row.variant_id])


def release_hold(*, holder: str) -> None:
    """Give back all that the holder holds. Safe to run twice."""
    _give_back(Q(holder=holder))


def release_expired(*, now: dt.datetime) -> int:
    """Give back every hold that has run out; returns how many. A chore: safe to run twice, and at the same time as itself."""
    return _give_back(Q(expires_at__lte=now))


def _give_back(which: Q) -> int:
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        levels = lock_stock(Reservation.objects.filter(which).values_list("variant_id", flat=True))
        rows = list(Reservation.objects.filter(which, variant__in=levels)) if levels else []
        freed: dict[int, int] = {}
        for row in rows:
            freed[row.variant_id] = freed.get(row.variant_id, 0) - row.quantity
        change_numbers(reserved=freed)
        end_reservations(rows)
        return len(rows)


def _variants_held_by(*holders: str) -> list[int]:
    return list(Reservation.objects.filter(holder__in=holders).values_list("variant_id", flat=True))


def _write_reservations(holder: str, wanted: Mapping[int, int], expires_at: dt.datetime) -> None:
    if wanted:
        Reservation.objects.bulk_create(
            [Reservation(variant_id=pk, holder=holder, quantity=quantity, expires_at=expires_at) for pk, quantity in wanted.items()],
            update_conflicts=True,
            unique_fields=["holder", "variant"],
            update_fields=["quantity", "expires_at"],
        )
        wake_up_at(expires_at)


# ---- selling ------------------------------------------------------------------------------------


def sell_held(*, holder: str, reference: str, now: dt.datetime) -> dict[int, int]:
    """
    Turn all that the holder holds into a sale; returns what was sold, by variant id.

    A hold that has run out but was not given back yet is sold too. Run twice, the second sells nothing.
    """
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        lock_stock(_variants_held_by(holder))
        held = dict(Reservation.objects.filter(holder=holder).values_list("variant_id", "quantity"))
        if held:
            sell_now(quantities=held, holder=holder, reference=reference, now=now)
    return held


def sell_now(
    *,
    quantities: Mapping[int, int],
    holder: str | None = None,
    reference: str,
    reason: MovementReason = MovementReason.ORDERED,
    now: dt.datetime,
    user_id: int | None = None,
) -> None:
    """
    Sell `quantities` (by variant id), out of what `holder` holds and what is free.

    All that the holder held ends with it, also what is not bought. NOT safe to run twice.

    :raises OutOfStock: if a line asks for more than is left; nothing has changed then
    """
    quantities = {pk: quantity for pk, quantity in quantities.items() if quantity > 0}
    mine = [holder] if holder else []
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        stock = LockedStock({*quantities, *_variants_held_by(*mine)}, mine=mine, now=now)
        short = stock.short_of(quantities)
        if not short:
            sold = {pk: -quantity for pk, quantity in quantities.items()}
            change_numbers(on_hand=sold, reserved=stock.without_claims())
            end_reservations(stock.claims)
            write_movements(sold, reason=reason, reference=reference, user_id=user_id, now=now)
    if short:
        raise OutOfStock(short)


def sold_in_shop(*, variant_id: int, quantity: int = 1, user_id: int | None, now: dt.datetime, seen: int | None = None) -> None:
    """
    Note that someone bought it over the counter. Safe to send twice when told how many were `seen` on hand.

    :raises OutOfStock: if fewer are left than `quantity`, once what customers hold is set aside
    :raises CountChanged: if there are not `seen` any more: someone else noted a sale, or the same tap came twice
    """
    with transaction.atomic(using=SHOP_ALIAS):
        if seen is not None:
            level = lock_stock([variant_id]).get(variant_id)
            if level is None or level.on_hand != seen:
                raise CountChanged
        _sell_over_the_counter(variant_id=variant_id, quantity=quantity, user_id=user_id, now=now)


def _sell_over_the_counter(*, variant_id: int, quantity: int, user_id: int | None, now: dt.datetime) -> None:
    sell_now(quantities={variant_id: quantity}, reference="", reason=MovementReason.SOLD_IN_SHOP, now=now, user_id=user_id)
    record_event(kind="sold_in_shop", product=variant_name(_with_name(variant_id)), count=quantity)


def _with_name(variant_id: int) -> Variant:
    return Variant.objects.select_related("product", "value_1", "value_2").get(pk=variant_id)


def return_stock(
    *,
    quantities: Mapping[int, int],
    reference: str,
    reason: MovementReason = MovementReason.CANCELED,
    now: dt.datetime,
    user_id: int | None = None,
) -> None:
    """
    Put `quantities` (by variant id) back on the shelf. NOT safe to run twice.

    Variants that are gone are left out, and of a unique piece there is never more than one.
    """
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        levels = lock_stock(quantities)
        unique = Variant.objects.filter(pk__in=levels, product__kind=ProductKind.UNIQUE)
        returned = {pk: quantity for pk, quantity in quantities.items() if pk in levels}
        returned |= {pk: min(returned[pk], max(0, 1 - levels[pk].on_hand)) for pk in unique.values_list("pk", flat=True)}
        change_numbers(on_hand=returned)
        write_movements(returned, reason=reason, reference=reference, user_id=user_id, now=now)


def set_on_hand(*, variant_id: int, on_hand: int, user_id: int | None, now: dt.datetime) -> None:
    """
    Count again: there are `on_hand` of it, 0 to MAX_ON_HAND. The first count makes the stock row. Safe to run twice.

    :raises HeldByCheckout: if customers hold more than that in their checkouts
    :raises ValueError: if `on_hand` is no possible count
    """
    if not 0 <= on_hand <= MAX_ON_HAND:
        raise ValueError(f"{on_hand} is no count of stock")
    with transaction.atomic(using=SHOP_ALIAS, savepoint=False):
        _level, is_first = StockLevel.objects.get_or_create(pk=variant_id)
        stock = LockedStock([variant_id], now=now)
        level = stock.levels[variant_id]
        held = level.reserved - stock.freed[variant_id]
        if on_hand >= held:
            difference = {variant_id: on_hand - level.on_hand}
            change_numbers(on_hand=difference, reserved=stock.without_claims())
            end_reservations(stock.claims)
            reason = MovementReason.INITIAL if is_first else MovementReason.ADJUSTED
            write_movements(difference, reason=reason, reference="", user_id=user_id, now=now)
            if on_hand != level.on_hand and not is_first:
                variant = _with_name(variant_id)
                record_event(kind="stock_counted", product=variant_name(variant), before=level.on_hand, after=on_hand)
    if on_hand < held:
        raise HeldByCheckout(held)
