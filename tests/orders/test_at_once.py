"""Many at the same moment, on real connections: nothing is sold twice, nobody waits for ever."""

import datetime as dt
import time
from collections import Counter
from functools import partial

import pytest

from catalog.services.stock import OutOfStock, available_to, hold_stock, release_hold, sold_in_shop
from orders.models import Cart, Order
from orders.services import expire_order as expiring
from orders.services.add_to_cart import add_to_cart
from orders.services.expire_order import expire_unpaid_order
from orders.services.mark_paid import mark_paid
from orders.services.place_order import place_order
from orders.services.start_checkout import start_checkout
from shops.models import OutboxMessage
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_awaiting_order, make_cart, make_details

SOON = NOW + dt.timedelta(minutes=20)
BUYERS = 8


def kinds_of(results):
    return Counter(type(result).__name__ for result in results)


def buy(cart_id, details, total, method="at_collection"):
    start_checkout(cart=Cart.objects.get(pk=cart_id), now=NOW)
    return place_order(cart_id=cart_id, details=details, shown_total=total, now=NOW)


def test_hold_of_the_last_ones_goes_to_as_many_as_there_are(at_once, open_shop):
    with open_shop.entered():
        bread = make_variant(on_hand=5)

    results = at_once(
        [partial(hold_stock, holder=f"cart:{number}", wanted={bread.pk: 1}, expires_at=SOON, now=NOW) for number in range(BUYERS)]
    )

    assert kinds_of(results) == {"NoneType": 5, "OutOfStock": 3}
    assert [error.available for error in results if error] == [{bread.pk: 0}] * 3
    with open_shop.entered():
        assert (stock_of(bread), bread.reservations.count()) == ((5, 5), 5)


@pytest.mark.parametrize(("on_hand", "orders"), [(1, 1), (5, 5)], ids=["unique piece", "five units"])
@pytest.mark.parametrize("method", ["at_collection", "online"])
def test_checkouts_sell_exactly_what_there_is(at_once, open_shop, on_hand, orders, method):
    with open_shop.entered():
        variant = make_unique_piece(price=1000) if on_hand == 1 else make_variant(price=1000, on_hand=on_hand)
        carts = [make_cart((variant, 1)).pk for _ in range(BUYERS)]
        details = make_details(payment_method=method)

    results = at_once([partial(buy, cart_id, details, 1000) for cart_id in carts])

    assert kinds_of(results) == {"Order": orders, "OutOfStock": BUYERS - orders}
    with open_shop.entered():
        assert Order.objects.count() == orders
        assert stock_of(variant) == ((on_hand, on_hand) if method == "online" else (0, 0))
        assert OutboxMessage.objects.count() == (0 if method == "online" else orders)
        assert len(set(Order.objects.values_list("number", flat=True))) == orders


def test_one_cart_ordered_by_many_clicks_is_one_order(at_once, open_shop):
    with open_shop.entered():
        bread = make_variant(price=1000, on_hand=20)
        cart = make_cart((bread, 2))
        details = make_details()

    results = at_once([partial(place_order, cart_id=cart.pk, details=details, shown_total=2000, now=NOW)] * BUYERS)

    assert len({order.pk for order in results}) == 1
    with open_shop.entered():
        assert (stock_of(bread), OutboxMessage.objects.count()) == ((18, 0), 1)


def test_same_things_in_opposite_order_never_lock_each_other_out(at_once, open_shop):
    with open_shop.entered():
        one, two, three = (make_variant(on_hand=50) for _ in range(3))

    def hold_again_and_again(holder, variants):
        for _ in range(12):
            hold_stock(holder=holder, wanted={variant.pk: 2 for variant in variants}, expires_at=SOON, now=NOW)
            release_hold(holder=holder)

    orders = [(one, two, three), (three, two, one), (two, three, one), (three, one, two)]
    results = at_once([partial(hold_again_and_again, f"cart:{number}", order) for number, order in enumerate(orders)])

    assert results == [None] * 4
    with open_shop.entered():
        assert [stock_of(variant) for variant in (one, two, three)] == [(50, 0)] * 3


def test_the_counter_and_the_web_do_not_sell_the_same_piece(at_once, open_shop):
    with open_shop.entered():
        chair = make_unique_piece(price=1000)
        cart = make_cart((chair, 1))
        details = make_details()

    results = at_once([partial(buy, cart.pk, details, 1000), partial(sold_in_shop, variant_id=chair.pk, user_id=1, now=NOW)])

    assert sum(isinstance(result, OutOfStock) for result in results) == 1
    with open_shop.entered():
        assert (stock_of(chair), chair.movements.count()) == ((0, 0), 1)


def test_many_clicks_on_add_lose_nothing(at_once, open_shop):
    with open_shop.entered():
        bread = make_variant(on_hand=50)
        cart = make_cart()

    results = at_once([partial(add_to_cart, cart=cart, variant_id=bread.pk, quantity=1, now=NOW)] * BUYERS)

    assert kinds_of(results) == {"Cart": BUYERS}
    with open_shop.entered():
        assert cart.lines.get().quantity == BUYERS


def test_payment_and_expiry_at_once_end_in_one_sale(at_once, open_shop, monkeypatch):
    monkeypatch.setattr(expiring, "_guards", [])
    with open_shop.entered():
        chair = make_unique_piece()
        order = make_awaiting_order((chair, 1))
    late = NOW + dt.timedelta(minutes=33)

    paid, *_rest = at_once(
        [
            partial(mark_paid, order_id=order.pk, now=late),
            partial(expire_unpaid_order, order_id=order.pk, now=late),
            partial(expire_unpaid_order, order_id=order.pk, now=late),
            partial(mark_paid, order_id=order.pk, now=late),
        ]
    )

    assert paid.payment_status == "paid"
    with open_shop.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status, stock_of(chair)) == ("open", "paid", (0, 0))
        assert (chair.movements.count(), OutboxMessage.objects.count()) == (1, 1)


def test_order_stands_while_the_queue_is_away_and_its_mail_waits(open_shop):
    with open_shop.entered():
        bread = make_variant(price=1000, on_hand=5)
        cart = make_cart((bread, 1))

        began = time.monotonic()
        order = place_order(cart_id=cart.pk, details=make_details(), shown_total=1000, now=NOW)

        assert time.monotonic() - began < 2, "the customer waits for the queue"
        message = OutboxMessage.objects.get()
        assert (message.kind, message.done_at, message.payload["order_id"]) == ("order_confirmation", None, order.pk)
        assert Order.objects.get().number == order.number
        assert available_to(variant_ids=[bread.pk], holder=None, now=NOW) == {bread.pk: 4}
