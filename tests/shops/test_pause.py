"""A pause: a notice with the day, no checkout, pages that stay, and a shop that opens again by itself."""

import datetime as dt

import pytest
from django.test import Client

from kit.tenancy import PLATFORM, bind
from orders.models import Cart, Order
from orders.services.place_order import place_order
from orders.services.take_orders import NotTakingOrders
from shops.models import ShopSettings
from shops.rules.standing import Said, Standing, standing_on
from shops.services.pause_shop import NoSuchDay, pause_shop, reopen_shop
from tenants.models import Tenant
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_product, make_variant, stock_of
from tests.factories.orders import NOW, make_cart, make_details, make_order, pickup

TODAY = dt.date(2026, 11, 26)
BACK = dt.date(2026, 12, 7)


@pytest.fixture
def _thursday(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def away(bakery, _thursday):
    """The bakery pauses until Monday 7 December."""
    with bakery.entered():
        pause_shop(until=BACK, now=NOW)
    return bakery


@pytest.mark.parametrize(
    ("said", "today", "stands"),
    [
        (Said(None), TODAY, Standing.NOT_OPEN),
        (Said(None, BACK), TODAY, Standing.NOT_OPEN),
        (Said(NOW), TODAY, Standing.OPEN),
        (Said(NOW, BACK), TODAY, Standing.PAUSED),
        (Said(NOW, BACK), BACK - dt.timedelta(days=1), Standing.PAUSED),
        (Said(NOW, BACK), BACK, Standing.OPEN),
        (Said(NOW, dt.date(2026, 1, 1)), TODAY, Standing.OPEN),
    ],
)
def test_a_shop_stands_as_it_says(said, today, stands):
    assert standing_on(said, today) == stands


@pytest.mark.parametrize(("language", "words"), [("fr", "lundi 7 décembre"), ("nl", "maandag 7 december"), ("en", "Monday 7 December")])
def test_visitors_read_the_day_in_their_language_and_pages_stay_listed(language, words, away):
    answer = Client(HTTP_HOST=away.hostname).get(f"/{language}/")

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert "noindex" not in answer.text


def test_the_cart_is_kept_and_the_checkout_does_not_begin(away):
    with away.entered():
        variant = make_variant(on_hand=5)
    customer = Client(HTTP_HOST=away.hostname)
    customer.post("/en/cart/lines/", {"variant": variant.pk, "quantity": "2"})

    cart = customer.get("/en/cart/")
    checkout = customer.get("/en/checkout/", follow=True)

    assert "/en/checkout/" not in cart.text
    assert "Your basket is kept" in words_of(cart)
    assert "takes no orders until Monday 7 December" in words_of(checkout)
    with away.entered():
        assert Cart.objects.get().lines.get().quantity == 2
        assert stock_of(variant) == (5, 0)


def test_a_product_says_until_when_nobody_orders_and_offers_to_keep_it(away):
    with away.entered():
        product = make_product("Cactus", slug="cactus", on_hand=5)
    customer = Client(HTTP_HOST=away.hostname)
    again = {"variant": variant_of(away, product).pk, "quantity": "99", "next": "stay"}

    pages = customer.get("/en/products/cactus/"), customer.post("/en/cart/lines/", again, follow=True)

    for page in pages:
        assert "Orders are taken again from Monday 7 December." in words_of(page)
        assert "Keep it in the basket" in words_of(page)
        assert "Add to the basket" not in words_of(page)


def variant_of(shop, product):
    with shop.entered():
        return product.variants.get()


def test_what_was_ordered_before_stays_and_may_be_paid(bakery, _thursday):
    from orders.services.mark_paid import mark_paid

    with bakery.entered():
        order = make_order(payment_method="online")
        pause_shop(until=BACK, now=NOW)
        mark_paid(order_id=order.pk, now=NOW, by="stripe")
        assert Order.objects.get().payment_status == "paid"
    assert Client(HTTP_HOST=bakery.hostname).get(f"/en/order/{order.secret}/").status_code == 200


def test_it_opens_by_itself_on_the_day(away, time_machine):
    with away.entered():
        make_product("Cactus", slug="cactus")
    time_machine.move_to(dt.datetime(2026, 12, 6, 22, 59, tzinfo=dt.UTC))  # a minute before midnight in Brussels
    assert "7 December" in words_of(Client(HTTP_HOST=away.hostname).get("/en/"))

    time_machine.move_to(dt.datetime(2026, 12, 6, 23, 0, tzinfo=dt.UTC))

    assert "7 December" not in words_of(Client(HTTP_HOST=away.hostname).get("/en/"))
    with away.entered():
        assert make_order(now=dt.datetime(2026, 12, 6, 23, 0, tzinfo=dt.UTC)).status == "open"


def test_it_opens_with_one_tap(away, django_capture_on_commit_callbacks):
    client = sign_in(away)
    assert "Take orders again now" in words_of(client.get("/backoffice/"))

    with away.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        client.post("/backoffice/shop/pause/end/")

    assert "Take orders again now" not in words_of(client.get("/backoffice/"))
    assert "7 December" not in words_of(Client(HTTP_HOST=away.hostname).get("/en/"))
    with bind(PLATFORM):
        assert Tenant.objects.get(pk=away.tenant.pk).paused_until is None


def test_the_list_of_shops_says_so(away, client):
    answer = client.get("/en/", HTTP_HOST="localhost")

    assert "Back on Monday 7 December" in words_of(answer)


@pytest.mark.parametrize("typed", ["", "soon", "2026-11-26", "2026-11-01", "2028-01-01", "0000-00-00"])
def test_a_day_that_cannot_be_is_refused_beside_the_field(typed, bakery, _thursday):
    answer = sign_in(bakery).post("/backoffice/shop/pause/", {"until": typed})

    assert answer.status_code == 422
    assert "field-error" in answer.text
    with bakery.entered():
        assert ShopSettings.objects.get().paused_until is None


def test_the_service_refuses_such_days_too(bakery):
    with bakery.entered():
        for day in (TODAY, TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=400)):
            with pytest.raises(NoSuchDay):
                pause_shop(until=day, now=NOW)


def test_an_order_at_the_last_step_is_refused_and_nothing_is_sold(away):
    with away.entered():
        variant = make_variant(price=100, on_hand=5)
        cart = make_cart((variant, 1))
        with pytest.raises(NotTakingOrders):
            place_order(cart_id=cart.pk, details=make_details(), shown_total=100, now=NOW)
        assert stock_of(variant) == (5, 0)
        assert cart.lines.count() == 1


def test_orders_at_the_moment_of_pausing_are_placed_or_refused_whole(at_once, open_shop):
    """Twelve orders and a pause start together: whoever committed before it counts, everybody else keeps their cart."""
    with open_shop.entered():
        variant = make_variant(price=100, on_hand=50)
        carts = [make_cart((variant, 1)) for _ in range(12)]
        details = make_details(shipping_method_id=pickup().pk)
    try:
        orders = [lambda cart=cart: place_order(cart_id=cart.pk, details=details, shown_total=100, now=NOW) for cart in carts]
        results = at_once([*orders[:6], lambda: pause_shop(until=BACK, now=NOW), *orders[6:]])

        placed = [result for result in results if isinstance(result, Order)]
        refused = [result for result in results if isinstance(result, NotTakingOrders)]
        assert len(placed) + len(refused) == 12, results
        with open_shop.entered():
            assert Order.objects.count() == len(placed)
            assert stock_of(variant)[0] == 50 - len(placed)
            with pytest.raises(NotTakingOrders):
                place_order(cart_id=make_cart((variant, 1)).pk, details=details, shown_total=100, now=NOW)
    finally:
        with open_shop.entered():
            reopen_shop()
