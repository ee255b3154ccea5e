"""From a cart to an order: what is written, what is refused, and that twice is once."""

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.models import ProductStatus, StockMovement
from catalog.services.stock import OutOfStock, hold_stock
from orders.models import Customer, Order, OrderEvent
from orders.services.place_order import ShippingMethodGone, TotalChanged, place_order
from orders.services.start_checkout import EmptyCart, start_checkout
from shops.models import OutboxMessage
from tests.factories.catalog import make_product, make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_cart, make_delivery, make_details, make_order, pickup


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


def place(cart, *, total, now=NOW, **details):
    return place_order(cart_id=cart.pk, details=make_details(**details), shown_total=total, now=now)


def assert_nothing_was_written():
    assert (Order.objects.count(), OrderEvent.objects.count(), OutboxMessage.objects.count(), StockMovement.objects.count()) == (0, 0, 0, 0)
    assert Customer.objects.count() == 0


# ---- what an order is ---------------------------------------------------------------------------


def test_order_paid_at_collection_is_confirmed_at_once():
    cactus = make_variant("Cactus", price=1290, on_hand=5)
    cart = make_cart((cactus, 2))
    start_checkout(cart=cart, now=NOW)

    order = place(cart, total=2580)

    assert order.number == str(1000 + order.pk)
    assert (order.status, order.payment_status, order.fulfillment_status) == ("open", "unpaid", "to_prepare")
    assert (order.subtotal_amount, order.shipping_amount, order.total_amount) == (2580, 0, 2580)
    assert (order.placed_at, order.hold_expires_at, order.cart_id) == (NOW, None, cart.pk)
    assert stock_of(cactus) == (3, 0)
    assert list(StockMovement.objects.values_list("delta", "reason", "reference")) == [(-2, "ordered", order.number)]
    assert [event.kind for event in order.events.all()] == ["placed"]
    message = OutboxMessage.objects.get()
    assert (message.kind, message.key) == ("order_confirmation", f"order_confirmation:{order.pk}")
    assert message.payload == {"order_id": order.pk, "about": f"Léa Moreau, {order.number}"}


def test_order_paid_online_holds_its_stock_and_is_not_confirmed_yet():
    cactus = make_variant(on_hand=5)
    cart = make_cart((cactus, 2))
    start_checkout(cart=cart, now=NOW)

    order = place(cart, total=2580, payment_method="online")

    assert (order.status, order.payment_status) == ("open", "awaiting")
    assert order.hold_expires_at == NOW + dt.timedelta(minutes=33)
    assert stock_of(cactus) == (5, 2)
    assert set(cactus.reservations.values_list("holder", "quantity")) == {(order.holder, 2)}
    assert cactus.reservations.get().expires_at > order.hold_expires_at
    assert OutboxMessage.objects.count() == 0
    assert not Order.objects.confirmed().exists()


def test_line_is_a_snapshot_that_the_catalog_cannot_change():
    product = make_product("Cactus", price=1290, variants=2, with_picture=True, vat_rate=600)
    variant = product.variants.last()
    order = place(make_cart((variant, 3)), total=3870)

    product.name_en = "Something else"
    product.save()
    product.images.all().delete()
    variant.price = 1
    variant.save()

    line = order.lines.get()
    assert (line.title, line.option_text, line.sku, line.vat_rate) == ("Cactus", "Medium", variant.sku, 600)
    assert (line.unit_price, line.quantity, line.total_amount, line.is_unique) == (1290, 3, 3870, False)
    assert [file["width"] for file in line.picture_files] == [400, 800]


def test_snapshot_is_in_the_language_of_the_customer():
    order = make_order(language="fr")

    assert order.lines.get().title == "Cactus (fr)"
    assert order.shipping_name == "Retrait au magasin"


def test_delivered_order_has_an_address_and_its_price():
    delivery = make_delivery(price=450)
    address = {"street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}

    order = place(make_cart((make_variant(price=1000), 1)), total=1450, shipping_method_id=delivery.pk, **address)

    assert (order.shipping_kind, order.shipping_street, order.shipping_postcode, order.shipping_city) == (
        "delivery",
        "Rue Haute 1",
        "1000",
        "Bruxelles",
    )
    assert (order.subtotal_amount, order.shipping_amount, order.total_amount, order.shipping_vat_rate) == (1000, 450, 1450, 2100)


def test_collected_order_keeps_no_address_even_if_one_was_typed():
    order = make_order(street="Rue Haute 1", postcode="1000", city="Bruxelles")

    assert (order.shipping_street, order.shipping_postcode, order.shipping_city) == ("", "", "")


def test_customer_is_found_again_whatever_the_capitals_and_keeps_the_phone():
    first = make_order(email="lea@mail.test", phone="0400 00 12 34")
    second = make_order(email="Lea@Mail.TEST", phone="", name="Léa M.", language="nl")

    customer = Customer.objects.get()
    assert first.customer_id == second.customer_id == customer.pk
    assert (customer.name, customer.phone, customer.language) == ("Léa M.", "0400 00 12 34", "nl")


def test_one_product_in_two_sizes_is_two_lines():
    small, large = make_product(variants=2, price=500).variants.all()

    order = place(make_cart((small, 1), (large, 2)), total=1500)

    assert [(line.variant_id, line.quantity) for line in order.lines.all()] == [(small.pk, 1), (large.pk, 2)]


# ---- twice is once ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["at_collection", "online"])
def test_cart_that_was_ordered_returns_its_order(method):
    chair = make_unique_piece(price=8900)
    cart = make_cart((chair, 1))

    first = place(cart, total=8900, payment_method=method)
    again = place(cart, total=1, payment_method="at_collection")

    assert first == again
    assert (Order.objects.count(), OrderEvent.objects.count()) == (1, 1)
    assert stock_of(chair) == ((0, 0) if method == "at_collection" else (1, 1))


# ---- refusals -----------------------------------------------------------------------------------


def test_changed_total_is_refused_with_the_new_one():
    cactus = make_variant(price=1290)
    cart = make_cart((cactus, 2))

    with pytest.raises(TotalChanged) as refusal:
        place(cart, total=2000)

    assert refusal.value.total == 2580
    assert_nothing_was_written()
    assert stock_of(cactus) == (5, 0)


@pytest.mark.parametrize("method", ["at_collection", "online"])
def test_stock_taken_meanwhile_is_refused_and_nothing_is_written(method):
    bread, chair = make_variant(on_hand=5), make_unique_piece(price=8900)
    cart = make_cart((bread, 1), (chair, 1))
    hold_stock(holder="cart:999999", wanted={chair.pk: 1}, expires_at=NOW + dt.timedelta(hours=1), now=NOW)

    with pytest.raises(OutOfStock) as refusal:
        place(cart, total=10190, payment_method=method)

    assert refusal.value.available == {chair.pk: 0}
    assert_nothing_was_written()
    assert (stock_of(bread), stock_of(chair)) == ((5, 0), (1, 1))


def test_hold_that_ran_out_is_ordered_all_the_same_while_nobody_took_it():
    chair = make_unique_piece(price=8900)
    cart = make_cart((chair, 1))
    start_checkout(cart=cart, now=NOW)

    place(cart, total=8900, now=NOW + dt.timedelta(hours=2))

    assert stock_of(chair) == (0, 0)


def test_product_taken_offline_meanwhile_is_refused():
    bread = make_variant(price=100)
    cart = make_cart((bread, 1))
    bread.product.status = ProductStatus.DRAFT
    bread.product.save()

    with pytest.raises(OutOfStock):
        place(cart, total=100)

    assert_nothing_was_written()


def test_empty_cart_and_withdrawn_delivery_are_refused():
    delivery = make_delivery()
    delivery.is_active = False
    delivery.save()

    with pytest.raises(EmptyCart):
        place(make_cart(), total=0)
    with pytest.raises(ShippingMethodGone):
        place(make_cart((make_variant(), 1)), total=1790, shipping_method_id=delivery.pk)
    with pytest.raises(ShippingMethodGone):
        place(make_cart((make_variant(), 1)), total=1290, shipping_method_id=10**15)

    assert_nothing_was_written()


# ---- cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["at_collection", "online"])
@pytest.mark.parametrize("size", [1, 4])
def test_placing_takes_at_most_twenty_statements_however_many_lines(method, size):
    cart = make_cart(*((make_variant(price=100, with_picture=True), 1) for _ in range(size)))
    start_checkout(cart=cart, now=NOW)
    details = make_details(payment_method=method, shipping_method_id=pickup().pk)

    with CaptureQueriesContext(connections["default"]) as queries:
        place_order(cart_id=cart.pk, details=details, shown_total=100 * size, now=NOW)

    assert len(queries) <= 20, [query["sql"][:90] for query in queries]
