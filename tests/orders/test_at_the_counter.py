"""Paid at collection: in cash or by card, and what happens when nobody comes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.models import Order, PaymentSettings
from orders.selectors.takings import takings_until
from orders.services.expire_collection import expire_uncollected_orders
from orders.services.hand_over import hand_over
from orders.services.mark_ready import mark_ready
from shops.models import OutboxMessage
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_delivery, make_order

DAY = dt.timedelta(days=1)
LAST = NOW + 8 * DAY


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


def stands(order):
    order.refresh_from_db()
    return (order.status, order.payment_status, order.total_amount, order.rounding_amount, order.paid_with)


def test_cash_is_rounded_and_the_rounding_is_kept_apart():
    order = make_order((make_variant(price=1283), 1))
    hand_over(order_id=order.pk, user=None, now=NOW, paid_with="cash")
    assert stands(order) == ("completed", "paid", 1283, 2, "cash")
    assert takings_until(NOW).today.amount == 1285


def test_cards_pay_to_the_cent():
    order = make_order((make_variant(price=1283), 1))
    hand_over(order_id=order.pk, user=None, now=NOW, paid_with="card")
    assert stands(order) == ("completed", "paid", 1283, 0, "card")


def test_second_tap_with_the_other_button_changes_nothing():
    order = make_order((make_variant(price=1283), 1))
    hand_over(order_id=order.pk, user=None, now=NOW, paid_with="card")
    hand_over(order_id=order.pk, user=None, now=NOW, paid_with="cash")
    assert stands(order) == ("completed", "paid", 1283, 0, "card")


def test_only_cash_may_be_rounded():
    order = make_order()
    with pytest.raises(IntegrityError), transaction.atomic(using="default"):
        Order.objects.filter(pk=order.pk).update(rounding_amount=1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 4)), min_size=1, max_size=3), st.integers(0, 900), st.booleans())
def test_lines_delivery_and_rounding_are_what_is_paid(lines, fee, is_cash):
    method = make_delivery(fee)
    order = make_order(*((make_variant(price=price, on_hand=9), count) for price, count in lines), shipping_method_id=method.pk)
    hand_over(order_id=order.pk, user=None, now=NOW, paid_with="cash" if is_cash else "card")
    order.refresh_from_db()

    added_up = sum(line.total_amount for line in order.lines.all()) + order.shipping_amount + order.rounding_amount
    assert order.paid_amount == added_up
    assert not is_cash or order.paid_amount % 5 == 0 or order.total_amount < 5
    method.delete()


def test_nobody_came_so_the_piece_is_for_others():
    chair = make_unique_piece()
    order = make_order((chair, 1))
    mark_ready(order_id=order.pk, user=None, now=NOW)

    assert expire_uncollected_orders(now=NOW + 7 * DAY) == 0
    assert expire_uncollected_orders(now=LAST) == 1
    assert expire_uncollected_orders(now=LAST) == 0
    assert (stands(order)[0], stock_of(chair)) == ("canceled", (1, 0))
    assert OutboxMessage.objects.latest("id").kind == "order_not_collected"


def test_bread_does_not_go_back_where_the_shop_says_so():
    PaymentSettings.objects.create(restock=False, collection_days=2)
    bread = make_variant(on_hand=5)
    order = make_order((bread, 2))
    mark_ready(order_id=order.pk, user=None, now=NOW)
    assert expire_uncollected_orders(now=NOW + 3 * DAY) == 1
    assert stock_of(bread) == (3, 0)


def test_what_is_paid_delivered_or_kept_without_end_waits():
    paid, delivered, early = make_order(), make_order(shipping_method_id=make_delivery().pk), make_order()
    Order.objects.filter(pk=paid.pk).update(payment_status="paid")
    for order in (paid, delivered):
        mark_ready(order_id=order.pk, user=None, now=NOW)
    PaymentSettings.objects.create(collection_days=0)
    mark_ready(order_id=early.pk, user=None, now=NOW)
    assert expire_uncollected_orders(now=LAST) == 0
