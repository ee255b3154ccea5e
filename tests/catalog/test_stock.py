"""Holding, selling and counting: the numbers, and the rows that explain them."""

import datetime as dt

import pytest

from catalog.models import MovementReason, Reservation, StockLevel, StockMovement
from catalog.services import stock
from tests.factories.catalog import make_product, make_unique_piece, make_variant, stock_of

NOW = dt.datetime(2026, 11, 26, 13, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=20)
AFTER = LATER + dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


def hold(holder, wanted, *, now=NOW, expires_at=None):
    stock.hold_stock(holder=holder, wanted=wanted, expires_at=expires_at or now + dt.timedelta(minutes=20), now=now)


def held_by(holder):
    return dict(Reservation.objects.filter(holder=holder).values_list("variant_id", "quantity"))


# ---- holding ------------------------------------------------------------------------------------


def test_hold_adds_reduces_and_removes_until_it_is_exactly_what_is_wanted():
    one, two = make_variant(on_hand=5), make_variant(on_hand=5)

    hold("cart:1", {one.pk: 2})
    assert (stock_of(one), stock_of(two)) == ((5, 2), (5, 0))
    hold("cart:1", {one.pk: 5, two.pk: 1})
    assert (stock_of(one), stock_of(two)) == ((5, 5), (5, 1))
    hold("cart:1", {two.pk: 3})
    assert (stock_of(one), stock_of(two)) == ((5, 0), (5, 3))
    assert held_by("cart:1") == {two.pk: 3}
    hold("cart:1", {})
    assert (stock_of(one), stock_of(two), held_by("cart:1")) == ((5, 0), (5, 0), {})


def test_hold_made_twice_is_one_hold_that_ends_later():
    variant = make_variant(on_hand=3)

    hold("cart:1", {variant.pk: 3})
    hold("cart:1", {variant.pk: 3}, now=NOW + dt.timedelta(minutes=5))

    assert stock_of(variant) == (3, 3)
    assert Reservation.objects.get().expires_at == NOW + dt.timedelta(minutes=25)


def test_hold_of_too_much_says_what_is_left_and_changes_nothing():
    plenty, short, gone = make_variant(on_hand=9), make_variant(on_hand=3), make_variant(on_hand=0)
    hold("cart:1", {short.pk: 2})

    with pytest.raises(stock.OutOfStock) as refusal:
        hold("cart:2", {plenty.pk: 1, short.pk: 2, gone.pk: 1})

    assert refusal.value.available == {short.pk: 1, gone.pk: 0}
    assert [stock_of(variant) for variant in (plenty, short, gone)] == [(9, 0), (3, 2), (0, 0)]
    assert held_by("cart:2") == {}


def test_refused_hold_counts_what_the_buyer_holds_as_theirs():
    variant = make_variant(on_hand=3)
    hold("cart:1", {variant.pk: 2})

    with pytest.raises(stock.OutOfStock) as refusal:
        hold("cart:1", {variant.pk: 4})

    assert refusal.value.available == {variant.pk: 3}
    assert held_by("cart:1") == {variant.pk: 2}


def test_refused_hold_can_be_caught_and_work_goes_on():
    variant = make_variant(on_hand=1)

    with pytest.raises(stock.OutOfStock):
        hold("cart:1", {variant.pk: 2})
    hold("cart:1", {variant.pk: 1})

    assert stock_of(variant) == (1, 1)


def test_variant_without_stock_row_is_out_of_stock():
    variant = make_variant()
    StockLevel.objects.all().delete()

    with pytest.raises(stock.OutOfStock) as refusal:
        hold("cart:1", {variant.pk: 1})

    assert refusal.value.available == {variant.pk: 0}
    assert stock.available_to(variant_ids=[variant.pk], holder="cart:1") == {variant.pk: 0}


def test_hold_that_has_run_out_is_given_to_who_asks_next():
    variant = make_variant(on_hand=1)
    hold("cart:1", {variant.pk: 1})

    with pytest.raises(stock.OutOfStock):
        hold("cart:2", {variant.pk: 1}, now=LATER - dt.timedelta(seconds=1))
    hold("cart:2", {variant.pk: 1}, now=AFTER)

    assert stock_of(variant) == (1, 1)
    assert (held_by("cart:1"), held_by("cart:2")) == ({}, {variant.pk: 1})


def test_own_hold_that_has_run_out_is_renewed_while_nobody_asked():
    variant = make_variant(on_hand=1)
    hold("cart:1", {variant.pk: 1})

    hold("cart:1", {variant.pk: 1}, now=AFTER)

    assert stock_of(variant) == (1, 1)


def test_hold_is_handed_over_without_the_numbers_moving():
    variant = make_variant(on_hand=2)
    hold("cart:1", {variant.pk: 2})

    handed = stock.hand_hold_over(from_holder="cart:1", to_holder="order:1", expires_at=AFTER)

    assert handed == {variant.pk: 2}
    assert (held_by("cart:1"), held_by("order:1"), stock_of(variant)) == ({}, {variant.pk: 2}, (2, 2))


def test_hold_can_take_over_another_in_one_step():
    kept, dropped = make_variant(on_hand=2), make_variant(on_hand=2)
    hold("cart:1", {kept.pk: 1, dropped.pk: 1})

    stock.hold_stock(holder="order:1", taking_over="cart:1", wanted={kept.pk: 2}, expires_at=LATER, now=NOW)

    assert (held_by("cart:1"), held_by("order:1")) == ({}, {kept.pk: 2})
    assert (stock_of(kept), stock_of(dropped)) == ((2, 2), (2, 0))


def test_hold_wakes_the_shop_when_it_ends(django_capture_on_commit_callbacks):
    from django.db import connections

    variant = make_variant()
    hold("cart:1", {variant.pk: 1}, expires_at=AFTER)

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.tenants_wakeup WHERE due_at = %s", [AFTER])
        assert cursor.fetchone() == (1,)


def test_released_hold_is_free_again_and_twice_is_harmless():
    variant = make_variant(on_hand=2)
    hold("cart:1", {variant.pk: 2})
    hold("cart:2", {}, now=NOW)

    stock.release_hold(holder="cart:1")
    stock.release_hold(holder="cart:1")

    assert (stock_of(variant), Reservation.objects.count()) == ((2, 0), 0)


def test_chore_gives_back_only_what_has_run_out():
    one, two = make_variant(on_hand=2), make_variant(on_hand=2)
    hold("cart:1", {one.pk: 1, two.pk: 2})
    hold("cart:2", {one.pk: 1}, expires_at=AFTER)

    assert stock.release_expired(now=LATER) == 2
    assert stock.release_expired(now=LATER) == 0

    assert (stock_of(one), stock_of(two), held_by("cart:2")) == ((2, 1), (2, 0), {one.pk: 1})


# ---- seeing -------------------------------------------------------------------------------------


def test_own_cart_never_sees_as_sold_out_what_it_holds():
    variant = make_variant(on_hand=1)
    hold("cart:1", {variant.pk: 1})

    assert stock.available_to(variant_ids=[variant.pk], holder="cart:1", now=NOW) == {variant.pk: 1}
    assert stock.available_to(variant_ids=[variant.pk], holder="cart:2", now=NOW) == {variant.pk: 0}
    assert stock.available_to(variant_ids=[variant.pk], holder=None, now=NOW) == {variant.pk: 0}
    assert stock.available_to(variant_ids=[variant.pk], holder=None, now=LATER) == {variant.pk: 1}


def test_own_hold_that_has_run_out_is_not_counted_twice():
    variant = make_variant(on_hand=3)
    hold("cart:1", {variant.pk: 2})

    assert stock.available_to(variant_ids=[variant.pk], holder="cart:1", now=AFTER) == {variant.pk: 3}


def test_standing_takes_one_query_for_many_variants(django_assert_num_queries):
    variants = [make_variant(on_hand=number) for number in range(4)]

    with django_assert_num_queries(1):
        seen = stock.standing_of(variant_ids=[variant.pk for variant in variants], holder="cart:1", now=NOW)

    assert [seen[variant.pk] for variant in variants] == [stock.Standing(number, number) for number in range(4)]


# ---- selling ------------------------------------------------------------------------------------


def test_held_stock_is_sold_once():
    variant = make_variant(on_hand=5)
    hold("order:7", {variant.pk: 2})

    assert stock.sell_held(holder="order:7", reference="1007", now=NOW) == {variant.pk: 2}
    assert stock.sell_held(holder="order:7", reference="1007", now=NOW) == {}

    assert stock_of(variant) == (3, 0)
    movement = StockMovement.objects.get()
    assert (movement.delta, movement.reason, movement.reference, movement.moved_at) == (-2, MovementReason.ORDERED, "1007", NOW)


def test_sale_uses_the_hold_first_and_then_what_is_free():
    variant = make_variant(on_hand=5)
    hold("order:1", {variant.pk: 2})
    hold("cart:2", {variant.pk: 1})

    with pytest.raises(stock.OutOfStock) as refusal:
        stock.sell_now(quantities={variant.pk: 5}, holder="order:1", reference="1001", now=NOW)
    assert refusal.value.available == {variant.pk: 4}
    stock.sell_now(quantities={variant.pk: 4}, holder="order:1", reference="1001", now=NOW)

    assert stock_of(variant) == (1, 1)
    assert held_by("cart:2") == {variant.pk: 1}


def test_sale_without_hold_leaves_what_others_hold():
    variant = make_variant(on_hand=2)
    hold("cart:1", {variant.pk: 1})

    stock.sell_now(quantities={variant.pk: 1}, reference="1001", now=NOW)
    with pytest.raises(stock.OutOfStock):
        stock.sell_now(quantities={variant.pk: 1}, reference="1002", now=NOW)

    assert stock_of(variant) == (1, 1)


def test_sold_in_shop_takes_one_and_says_who():
    variant = make_variant(on_hand=1)

    stock.sold_in_shop(variant_id=variant.pk, user_id=42, now=NOW)
    with pytest.raises(stock.OutOfStock) as refusal:
        stock.sold_in_shop(variant_id=variant.pk, user_id=42, now=NOW)

    assert refusal.value.available == {variant.pk: 0}
    movement = StockMovement.objects.get()
    assert (stock_of(variant), movement.delta, movement.reason, movement.user_id) == ((0, 0), -1, MovementReason.SOLD_IN_SHOP, 42)


def test_sold_in_shop_is_refused_while_a_checkout_holds_the_last():
    variant = make_variant(on_hand=1)
    hold("cart:1", {variant.pk: 1}, now=NOW)

    with pytest.raises(stock.OutOfStock):
        stock.sold_in_shop(variant_id=variant.pk, user_id=42, now=NOW)

    assert (stock_of(variant), StockMovement.objects.count()) == ((1, 1), 0)


def test_returned_stock_is_there_again_and_gone_variants_are_left_out():
    product = make_product(on_hand=0)
    variant = product.variants.get()

    stock.return_stock(quantities={variant.pk: 2, 999_999: 1}, reference="1001", now=NOW)

    assert stock_of(variant) == (2, 0)
    assert StockMovement.objects.get().reason == MovementReason.CANCELED


# ---- counting -----------------------------------------------------------------------------------


def test_first_count_makes_the_row_and_the_next_one_adjusts_it():
    variant = make_variant()
    StockLevel.objects.all().delete()

    stock.set_on_hand(variant_id=variant.pk, on_hand=4, user_id=1, now=NOW)
    stock.set_on_hand(variant_id=variant.pk, on_hand=3, user_id=1, now=NOW)
    stock.set_on_hand(variant_id=variant.pk, on_hand=3, user_id=1, now=NOW)

    assert stock_of(variant) == (3, 0)
    assert list(StockMovement.objects.order_by("id").values_list("delta", "reason")) == [(4, "initial"), (-1, "adjusted")]


def test_count_below_what_is_held_is_refused_and_the_held_number_is_told():
    variant = make_variant(on_hand=5)
    hold("cart:1", {variant.pk: 3})

    with pytest.raises(stock.HeldByCheckout) as refusal:
        stock.set_on_hand(variant_id=variant.pk, on_hand=2, user_id=1, now=NOW)
    assert (refusal.value.held, stock_of(variant), StockMovement.objects.count()) == (3, (5, 3), 0)

    stock.set_on_hand(variant_id=variant.pk, on_hand=3, user_id=1, now=NOW)
    assert stock_of(variant) == (3, 3)


def test_count_gives_back_what_has_run_out_first():
    variant = make_variant(on_hand=5)
    hold("cart:1", {variant.pk: 3})

    stock.set_on_hand(variant_id=variant.pk, on_hand=0, user_id=1, now=AFTER)

    assert (stock_of(variant), Reservation.objects.count()) == ((0, 0), 0)


@pytest.mark.parametrize("count", [-1, stock.MAX_ON_HAND + 1, 2**40])
def test_impossible_count_is_refused(count):
    variant = make_variant(on_hand=5)

    with pytest.raises(ValueError, match="no count"):
        stock.set_on_hand(variant_id=variant.pk, on_hand=count, user_id=1, now=NOW)

    assert stock_of(variant) == (5, 0)


def test_a_unique_piece_that_was_counted_back_is_not_doubled_by_a_cancellation(bakery):
    with bakery.entered():
        chair = make_unique_piece(on_hand=1)
        stock.sell_now(quantities={chair.pk: 1}, reference="1001", now=NOW)
        stock.set_on_hand(variant_id=chair.pk, on_hand=1, user_id=None, now=NOW)

        stock.return_stock(quantities={chair.pk: 1}, reference="1001", now=NOW)

        assert stock_of(chair) == (1, 0)


def test_the_same_tap_on_sold_in_the_shop_counts_once(bakery):
    with bakery.entered():
        variant = make_variant(on_hand=5)
        stock.sold_in_shop(variant_id=variant.pk, user_id=None, now=NOW, seen=5)

        with pytest.raises(stock.CountChanged):
            stock.sold_in_shop(variant_id=variant.pk, user_id=None, now=NOW, seen=5)

        assert stock_of(variant) == (4, 0)
