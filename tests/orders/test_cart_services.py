"""Putting things in a cart and changing it: what is asked, and what is left."""

import pytest

from catalog.models import ProductStatus
from catalog.services.stock import OutOfStock, hold_stock
from orders.models import Cart, CartLine
from orders.services.add_to_cart import NotForSale, OnlySomeLeft, add_to_cart
from orders.services.remove_line import remove_line
from orders.services.set_quantity import set_quantity
from orders.services.start_checkout import EmptyCart, start_checkout
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_cart, make_order


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


def contents(cart):
    return {line.variant_id: line.quantity for line in CartLine.objects.filter(cart_id=cart.pk)}


def someone_else_holds(variant, quantity):
    hold_stock(holder="cart:999999", wanted={variant.pk: quantity}, expires_at=NOW.replace(hour=23), now=NOW)


# ---- adding -------------------------------------------------------------------------------------


def test_first_thing_makes_a_cart_and_the_next_ones_add_up():
    bread, cake = make_variant(on_hand=5), make_variant(on_hand=5)

    cart = add_to_cart(cart=None, variant_id=bread.pk, quantity=2, now=NOW)
    cart = add_to_cart(cart=cart, variant_id=bread.pk, quantity=1, now=NOW)
    cart = add_to_cart(cart=cart, variant_id=cake.pk, quantity=1, now=NOW)

    assert (contents(cart), cart.article_count, Cart.objects.count()) == ({bread.pk: 3, cake.pk: 1}, 4, 1)
    assert stock_of(bread) == (5, 0)


@pytest.mark.parametrize(("asked", "had"), [(6, 5), (10**15, 5)])
def test_more_than_is_left_gives_what_is_left_and_says_so(asked, had):
    bread = make_variant(on_hand=5)

    with pytest.raises(OnlySomeLeft) as refusal:
        add_to_cart(cart=None, variant_id=bread.pk, quantity=asked, now=NOW)

    assert (refusal.value.available, contents(refusal.value.cart), refusal.value.cart.article_count) == (had, {bread.pk: had}, had)


def test_nothing_left_leaves_the_cart_as_it_was():
    bread, gone = make_variant(on_hand=5), make_variant(on_hand=0)
    cart = make_cart((bread, 1))

    with pytest.raises(OnlySomeLeft) as refusal:
        add_to_cart(cart=cart, variant_id=gone.pk, quantity=1, now=NOW)

    assert (refusal.value.available, contents(cart), refusal.value.cart.article_count) == (0, {bread.pk: 1}, 1)


def test_what_another_checkout_holds_is_not_left():
    bread = make_variant(on_hand=5)
    someone_else_holds(bread, 4)

    with pytest.raises(OnlySomeLeft) as refusal:
        add_to_cart(cart=None, variant_id=bread.pk, quantity=2, now=NOW)

    assert refusal.value.available == 1


def test_unique_piece_is_in_the_cart_once_however_often_it_is_added():
    chair = make_unique_piece()

    cart = add_to_cart(cart=None, variant_id=chair.pk, quantity=7, now=NOW)
    cart = add_to_cart(cart=cart, variant_id=chair.pk, quantity=1, now=NOW)

    assert contents(cart) == {chair.pk: 1}


def test_unique_piece_counted_twice_by_mistake_is_still_one():
    chair = make_unique_piece(on_hand=3)

    assert contents(add_to_cart(cart=None, variant_id=chair.pk, quantity=3, now=NOW)) == {chair.pk: 1}


def test_product_that_is_not_online_is_not_for_sale():
    draft = make_variant(status=ProductStatus.DRAFT)

    with pytest.raises(NotForSale):
        add_to_cart(cart=None, variant_id=draft.pk, quantity=1, now=NOW)
    with pytest.raises(NotForSale):
        add_to_cart(cart=None, variant_id=10**17, quantity=1, now=NOW)

    assert Cart.objects.count() == 0


def test_cart_that_was_ordered_is_left_alone_and_a_new_one_is_begun():
    order = make_order()
    bread = make_variant()

    cart = add_to_cart(cart=order.cart, variant_id=bread.pk, quantity=1, now=NOW)

    assert cart.pk != order.cart_id
    assert contents(cart) == {bread.pk: 1}


# ---- changing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "kept"), [(1, 1), (5, 5), (0, None), (-3, None)])
def test_quantity_becomes_what_is_asked_and_less_than_one_removes(asked, kept):
    bread = make_variant(on_hand=5)
    cart = make_cart((bread, 2))

    cart = set_quantity(cart=cart, line_id=cart.lines.get().pk, quantity=asked, now=NOW)

    assert (contents(cart), cart.article_count) == ({bread.pk: kept} if kept else {}, kept or 0)


@pytest.mark.parametrize("asked", [6, 10**15])
def test_quantity_beyond_the_stock_becomes_what_is_left(asked):
    bread = make_variant(on_hand=5)
    cart = make_cart((bread, 2))

    with pytest.raises(OnlySomeLeft) as refusal:
        set_quantity(cart=cart, line_id=cart.lines.get().pk, quantity=asked, now=NOW)

    assert (refusal.value.available, contents(cart)) == (5, {bread.pk: 5})


def test_quantity_of_a_unique_piece_stays_one_without_reproach():
    chair = make_unique_piece()
    cart = make_cart((chair, 1))

    set_quantity(cart=cart, line_id=cart.lines.get().pk, quantity=1, now=NOW)

    assert contents(cart) == {chair.pk: 1}


def test_line_of_another_cart_cannot_be_changed_and_own_can():
    bread = make_variant(on_hand=5)
    mine, theirs = make_cart((bread, 2)), make_cart((bread, 2))

    set_quantity(cart=mine, line_id=theirs.lines.get().pk, quantity=5, now=NOW)
    remove_line(cart=mine, line_id=theirs.lines.get().pk, now=NOW)
    assert contents(theirs) == {bread.pk: 2}

    remove_line(cart=theirs, line_id=theirs.lines.get().pk, now=NOW)
    assert contents(theirs) == {}


def test_removing_twice_is_harmless():
    cart = make_cart((make_variant(), 2))
    line_id = cart.lines.get().pk

    remove_line(cart=cart, line_id=line_id, now=NOW)
    cart = remove_line(cart=cart, line_id=line_id, now=NOW)

    assert cart.article_count == 0


def test_what_is_taken_out_during_the_checkout_is_free_for_others():
    bread, cake = make_variant(on_hand=5), make_variant(on_hand=5)
    cart = make_cart((bread, 4), (cake, 2))
    start_checkout(cart=cart, now=NOW)

    set_quantity(cart=cart, line_id=cart.lines.get(variant=bread).pk, quantity=1, now=NOW)
    remove_line(cart=cart, line_id=cart.lines.get(variant=cake).pk, now=NOW)

    assert (stock_of(bread), stock_of(cake)) == ((5, 1), (5, 0))


def test_ordered_cart_cannot_be_changed_any_more():
    order = make_order()

    remove_line(cart=order.cart, line_id=order.cart.lines.get().pk, now=NOW)

    assert order.cart.lines.count() == 1


# ---- beginning the checkout ---------------------------------------------------------------------


def test_checkout_holds_the_cart_and_says_until_when():
    bread = make_variant(on_hand=5)
    cart = make_cart((bread, 5))

    held_until = start_checkout(cart=cart, now=NOW)

    assert held_until == NOW.replace(minute=20)
    assert stock_of(bread) == (5, 5)
    assert start_checkout(cart=cart, now=NOW.replace(minute=10)) == NOW.replace(minute=30)
    assert stock_of(bread) == (5, 5)


def test_checkout_is_refused_with_what_is_left_and_holds_nothing():
    bread, cake = make_variant(on_hand=5), make_variant(on_hand=5)
    cart = make_cart((bread, 3), (cake, 3))
    someone_else_holds(cake, 4)

    with pytest.raises(OutOfStock) as refusal:
        start_checkout(cart=cart, now=NOW)

    assert refusal.value.available == {cake.pk: 1}
    assert (stock_of(bread), stock_of(cake)) == ((5, 0), (5, 4))


def test_checkout_of_something_no_longer_online_is_refused():
    bread = make_variant(on_hand=5)
    cart = make_cart((bread, 1))
    bread.product.status = ProductStatus.ARCHIVED
    bread.product.save()

    with pytest.raises(OutOfStock) as refusal:
        start_checkout(cart=cart, now=NOW)

    assert refusal.value.available == {bread.pk: 0}


def test_empty_cart_cannot_be_checked_out():
    with pytest.raises(EmptyCart):
        start_checkout(cart=make_cart(), now=NOW)
