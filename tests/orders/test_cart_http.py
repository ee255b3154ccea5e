"""The cart over HTTP: its page, its forms, its cookie."""

import re

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.models import Variant
from catalog.services.stock import hold_stock
from kit import clock
from kit.signing import unsign
from orders.models import Cart, CartLine
from tests.answers import html_of, title_of, words_of
from tests.factories.catalog import make_product, make_unique_piece, make_variant


@pytest.fixture
def cactus(bakery):
    with bakery.entered():
        return make_variant("Cactus", price=1290, on_hand=5, with_picture=True)


@pytest.fixture
def post(client, bakery):
    return lambda path, data=None: client.post(path, data or {}, HTTP_HOST=bakery.hostname)


@pytest.fixture
def get(client, bakery):
    return lambda path: client.get(path, HTTP_HOST=bakery.hostname)


def contents(shop):
    with shop.entered():
        return {line.variant_id: line.quantity for line in CartLine.objects.all()}


def line_url(shop):
    with shop.entered():
        return f"/en/cart/lines/{CartLine.objects.get().pk}/"


def test_adding_leads_to_the_cart_which_shows_the_line_and_the_count(post, get, bakery, cactus):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "2"})
    page = get("/en/cart/")

    assert (answer.status_code, answer["Location"]) == (303, "/en/cart/")
    assert contents(bakery) == {cactus.pk: 2}
    assert page.status_code == 200
    assert "Cactus" in page.text
    assert "25.80" in page.text
    assert page.context["cart_count"] == 2
    assert '<img src="/media/' in html_of(page)
    assert page["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in page.text


def test_who_stays_in_the_shop_is_shown_the_way_to_the_basket(post, client, bakery, cactus):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "next": "stay"})

    page = " ".join(client.get(answer["Location"], HTTP_HOST=bakery.hostname).text.split())
    assert 'It is in your basket. <a href="/en/cart/">See the basket</a>' in page


def test_quantity_is_one_when_nothing_is_said(post, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})

    assert contents(bakery) == {cactus.pk: 1}


@pytest.mark.parametrize(("typed", "kept"), [(" 3 ", 3), ("0", 1), ("-2", 1), ("6", 5), ("9" * 400, 5), ("+2", 2)])
def test_odd_quantities_become_the_right_offer(post, bakery, cactus, typed, kept):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "quantity": typed})

    assert (answer.status_code, contents(bakery)) == (303, {cactus.pk: kept})


def test_quantity_that_is_no_number_is_answered_on_the_product_page_it_came_from(post, bakery, cactus):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "1e3", "next": "stay"})

    assert (answer.status_code, contents(bakery)) == (422, {})
    assert title_of(answer) == "Error: Cactus · Boulangerie"
    assert 'id="quantity_error"' in answer.text
    assert 'name="quantity" value="1e3"' in html_of(answer)


@pytest.mark.parametrize("typed", ["two", "1.5", "1e3", "٣", "²", "--1", "<b>"])
def test_quantity_that_is_no_number_is_answered_beside_the_cart(post, bakery, cactus, typed):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "quantity": typed})

    assert (answer.status_code, contents(bakery)) == (422, {})
    assert "Write the quantity as a number" in answer.text
    assert title_of(answer).startswith("Error:")
    assert typed not in answer.text or typed == "two"


@pytest.mark.parametrize("variant", ["", "abc", "-1", "0", "1" * 30, "1 OR 1=1"])
def test_variant_that_cannot_be_is_404(post, bakery, variant):
    assert post("/en/cart/lines/", {"variant": variant}).status_code == 404
    assert contents(bakery) == {}


def test_variant_that_is_gone_is_said_and_makes_no_cart(post, get, bakery):
    answer = post("/en/cart/lines/", {"variant": 10**17})

    assert answer.status_code == 303
    assert "not for sale any more" in get("/en/cart/").text
    with bakery.entered():
        assert Cart.objects.count() == 0


def test_only_what_is_left_is_taken_and_told(post, get, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "9"})

    assert "Only 5 are left" in get("/en/cart/").text


@pytest.mark.parametrize(
    ("wish", "lands"),
    [
        ("stay", "product"),
        ("/en/products/", "/en/products/"),
        ("//evil.test/", "/en/cart/"),
        ("https://evil.test/", "/en/cart/"),
        ("/\\evil.test", "/en/cart/"),
        ("javascript:alert(1)", "/en/cart/"),
    ],
)
def test_after_adding_one_lands_only_on_pages_of_this_shop(post, cactus, wish, lands):
    answer = post("/en/cart/lines/", {"variant": cactus.pk, "next": wish})

    assert answer.status_code == 303
    assert answer["Location"].endswith(f"/{cactus.product.slug}/") if lands == "product" else answer["Location"] == lands


# ---- changing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"quantity": "4"}, 4), ({"quantity": "0"}, None), ({"quantity": "-9"}, 1), ({"quantity": "9"}, 5), ({"remove": "1"}, None)],
)
def test_line_changes_as_asked_or_to_what_is_possible(post, bakery, cactus, sent, kept):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "2"})

    answer = post(line_url(bakery), sent)

    assert (answer.status_code, answer["Location"]) == (303, "/en/cart/")
    assert contents(bakery) == ({cactus.pk: kept} if kept else {})


def test_line_quantity_that_is_no_number_is_said_beside_its_line(post, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "2"})

    answer = post(line_url(bakery), {"quantity": "many"})

    assert 'value="many"' in answer.text
    assert (answer.status_code, contents(bakery)) == (422, {cactus.pk: 2})
    assert answer.text.count("Write the quantity as a number") == 2


def test_another_visitor_cannot_change_the_line_and_its_owner_can(client, post, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "2"})
    own_cookie = client.cookies.pop(settings.CART_COOKIE_NAME).value

    stranger = post(line_url(bakery), {"remove": "1"})
    assert (stranger.status_code, contents(bakery)) == (303, {cactus.pk: 2})

    client.cookies[settings.CART_COOKIE_NAME] = own_cookie
    post(line_url(bakery), {"remove": "1"})
    assert contents(bakery) == {}


@pytest.mark.parametrize("pk", ["0", "9" * 18])
def test_line_that_is_not_there_is_harmless(post, bakery, cactus, pk):
    post("/en/cart/lines/", {"variant": cactus.pk})

    assert post(f"/en/cart/lines/{pk}/", {"quantity": "3"}).status_code == 303
    assert contents(bakery) == {cactus.pk: 1}


def test_line_id_too_large_for_the_database_is_400(post):
    assert post(f"/en/cart/lines/{'9' * 19}/", {"quantity": "3"}).status_code == 400


def test_forms_are_posted_and_the_page_is_not(client, bakery):
    assert client.get("/en/cart/lines/", HTTP_HOST=bakery.hostname).status_code == 405
    assert client.post("/en/cart/", HTTP_HOST=bakery.hostname).status_code == 405


# ---- what is left -------------------------------------------------------------------------------


def test_own_cart_never_says_sold_out_about_what_it_holds(post, get, bakery):
    with bakery.entered():
        chair = make_unique_piece("Chair")
    post("/en/cart/lines/", {"variant": chair.pk})
    get("/en/checkout/")
    page = get("/en/cart/")

    assert "Chair" in page.text
    assert 'href="/en/checkout/"' in page.text
    assert "field-error" not in page.text


def test_line_that_another_checkout_holds_says_so_and_cannot_be_ordered(post, get, bakery):
    with bakery.entered():
        chair = make_unique_piece("Chair")
    post("/en/cart/lines/", {"variant": chair.pk})
    with bakery.entered():
        hold_stock(holder="cart:999999", wanted={chair.pk: 1}, expires_at=clock.now().replace(year=2100), now=clock.now())

    page = get("/en/cart/")
    refused = get("/en/checkout/")

    assert "Another customer is ordering it just now" in page.text
    assert 'href="/en/checkout/"' not in page.text
    assert (refused.status_code, refused["Location"]) == (303, "/en/cart/")


def test_line_that_is_short_offers_what_is_left_in_one_click(post, get, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "4"})
    with bakery.entered():
        hold_stock(holder="cart:999999", wanted={cactus.pk: 3}, expires_at=clock.now().replace(year=2100), now=clock.now())

    page = get("/en/cart/")

    assert "Only 2 are left." in page.text
    assert re.search(r'name="quantity" value="2"><button class="button is-small">\s*Take the 2 that are left', page.text)
    post(line_url(bakery), {"quantity": "2"})
    assert 'href="/en/checkout/"' in get("/en/cart/").text


def test_sold_piece_stays_visible_and_says_that_it_is_sold(post, get, bakery):
    with bakery.entered():
        chair = make_unique_piece("Chair")
    post("/en/cart/lines/", {"variant": chair.pk})
    with bakery.entered():
        chair.stock.on_hand = 0
        chair.stock.save()

    page = get("/en/cart/")

    assert "It has been sold." in page.text
    assert "is-gone" in page.text


@pytest.mark.parametrize(("price", "says"), [(1390, "€13.90, it was €12.90"), (1190, "€11.90, it was €12.90")], ids=["dearer", "cheaper"])
def test_a_price_that_changed_since_it_was_chosen_is_said_until_the_line_is_touched(price, says, post, get, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})
    assert "The price changed" not in get("/en/cart/").text
    with bakery.entered():
        Variant.objects.filter(pk=cactus.pk).update(price=price)

    told, again = (words_of(get("/en/cart/")) for _time in range(2))
    post(line_url(bakery), {"quantity": "2"})

    assert f"The price changed since you chose it: {says}." in told
    assert "The price changed" in again
    assert "The price changed" not in get("/en/cart/").text


def test_more_of_a_thing_is_chosen_at_its_new_price(post, get, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})
    with bakery.entered():
        Variant.objects.filter(pk=cactus.pk).update(price=1390)

    post("/en/cart/lines/", {"variant": cactus.pk})

    assert "The price changed" not in get("/en/cart/").text


def test_a_cart_of_before_prices_were_kept_says_nothing(post, get, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})
    with bakery.entered():
        CartLine.objects.update(price_when_chosen=None)

    assert "The price changed" not in get("/en/cart/").text


# ---- the cookie ---------------------------------------------------------------------------------


def test_cookie_is_for_this_host_only_signed_and_out_of_reach_of_scripts(client, post, bakery, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})

    cookie = client.cookies[settings.CART_COOKIE_NAME]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"], cookie["path"]) == ("", True, "Lax", "/")
    assert cookie["max-age"] == 60 * 24 * 3600
    with bakery.entered():
        assert unsign(cookie.value, purpose="cart") == [Cart.objects.get().token, 1, ""]


def test_cookie_of_one_shop_is_no_cart_in_another(client, post, bakery, bookshop, cactus):
    post("/en/cart/lines/", {"variant": cactus.pk})
    with bakery.entered():
        token = Cart.objects.get().token
    with bookshop.entered():
        Cart.objects.create(token=token)

    own = client.get("/en/cart/", HTTP_HOST=bakery.hostname)
    foreign = client.get("/en/cart/", HTTP_HOST=bookshop.hostname)

    assert "Cactus" in own.text
    assert "Cactus" not in foreign.text
    assert foreign.context["cart_count"] == 0


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "1" * 5000, '["a",1]', "\x7f"])
def test_cookie_that_makes_no_sense_is_an_empty_cart(client, get, value):
    client.cookies[settings.CART_COOKIE_NAME] = value

    page = get("/en/cart/")

    assert page.status_code == 200
    assert "Your basket is empty" in page.text


# ---- cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3])
def test_cart_page_takes_at_most_six_statements_however_many_lines(post, get, bakery, size):
    with bakery.entered():
        variants = [variant for _ in range(size) for variant in make_product(variants=2, with_picture=True).variants.all()]
    for variant in variants:
        post("/en/cart/lines/", {"variant": variant.pk})
    get("/en/cart/")

    with CaptureQueriesContext(connections["default"]) as queries:
        get("/en/cart/")

    assert len(queries) <= 6, [query["sql"][:90] for query in queries]


def test_adding_takes_at_most_eight_statements(post, bakery, cactus):
    for _ in range(2):
        with CaptureQueriesContext(connections["default"]) as queries:
            post("/en/cart/lines/", {"variant": cactus.pk})
        assert len(queries) <= 8, [query["sql"][:90] for query in queries]
