"""From the cart to the order page over HTTP, as a guest; and everything that may be wrong on the way."""

import datetime as dt
import re

import pytest
from django.conf import settings

from catalog.models import OptionValue, Reservation, StockLevel
from catalog.services.stock import available_to, hold_stock
from kit import clock
from kit.templatetags.formats import clock_time
from orders import payment_methods
from orders.models import Cart, CartLine, Order
from orders.services.cancel_order import cancel_order
from shops.models import OutboxMessage, ShippingMethod
from tests.answers import html_of, title_of, words_of
from tests.factories.catalog import make_product, make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_delivery, pickup

REVIEW = "/en/checkout/review/"
CONTACT = {"name": "Léa Moreau", "email": "lea@mail.test", "phone": "0400 00 12 34"}


@pytest.fixture
def post(client, bakery):
    return lambda path, data=None: client.post(path, data or {}, HTTP_HOST=bakery.hostname)


@pytest.fixture
def get(client, bakery):
    return lambda path: client.get(path, HTTP_HOST=bakery.hostname)


@pytest.fixture
def cactus(bakery):
    with bakery.entered():
        return make_variant("Cactus", price=1290, on_hand=5, vat_rate=2100)


@pytest.fixture
def ways(bakery):
    """Collection in the shop, and a delivery at 5 euro."""
    with bakery.entered():
        return {"pickup": pickup().pk, "delivery": make_delivery(500).pk}


@pytest.fixture
def full_cart(post, cactus, ways):
    post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "2"})
    return cactus


@pytest.fixture
def at_review(full_cart, post, ways):
    """A visitor who stands at the last step, for collection in the shop."""
    post("/en/checkout/", CONTACT)
    post("/en/checkout/delivery/", {"shipping_method": ways["pickup"]})
    return full_cart


@pytest.fixture
def send_order(get, post):
    """Send the last step as its page stands, with what the customer chose there."""

    def send(said):
        shown = re.search(r'name="shown_lines" value="(\w+)"', html_of(get(REVIEW)))
        return post(REVIEW, {"shown_lines": shown[1] if shown else ""} | said)

    return send


@pytest.fixture
def pay_online(monkeypatch):
    """The shop can be paid online; the page where that starts is the order page's own name."""
    monkeypatch.setattr(payment_methods, "_provider", payment_methods.OnlineProvider(lambda: True, "payment_start"))


@pytest.fixture(autouse=True)
def _no_online_payment(request, monkeypatch):
    if "pay_online" not in request.fixturenames:
        monkeypatch.setattr(payment_methods, "_provider", None)


def the_order(shop):
    with shop.entered():
        return Order.objects.get()


def no_order(shop):
    with shop.entered():
        return not Order.objects.exists()


# ---- the whole way ------------------------------------------------------------------------------


def test_guest_buys_for_collection_from_cart_to_order_page(client, get, post, bakery, full_cart, ways, send_order):
    contact = get("/en/checkout/")
    assert contact.status_code == 200
    assert all(
        token in contact.text
        for token in ['autocomplete="name"', 'autocomplete="email"', 'autocomplete="tel"', 'inputmode="email"', 'inputmode="tel"']
    )
    with bakery.entered():
        assert stock_of(full_cart) == (5, 2)

    answer = post("/en/checkout/", CONTACT)
    assert (answer.status_code, answer["Location"]) == (303, "/en/checkout/delivery/")
    delivery = get("/en/checkout/delivery/")
    assert "Léa Moreau" in delivery.text
    assert re.search(rf'value="{ways["pickup"]}" checked', html_of(delivery))

    answer = post("/en/checkout/delivery/", {"shipping_method": ways["pickup"], "note": "For Paul"})
    assert (answer.status_code, answer["Location"]) == (303, "/en/checkout/review/")
    review = get("/en/checkout/review/")
    assert "For Paul" in review.text
    assert 'name="shown_total" value="2580"' in review.text
    assert "VAT 21% inside" in review.text
    assert "4.48" in review.text
    summary_then_button = (
        r'class="paybox">.*class="summary-lines">.*25\.80.*<button class="button is-wide is-order">Order with obligation to pay</button>'
    )
    assert re.search(summary_then_button, review.text, flags=re.DOTALL)
    assert 'name="street"' not in review.text

    answer = send_order({"payment_method": "at_collection", "shown_total": "2580"})
    order = the_order(bakery)
    assert (answer.status_code, answer["Location"]) == (303, f"/en/order/{order.secret}/")
    assert (order.name, order.email, order.phone, order.note, order.language) == (*CONTACT.values(), "For Paul", "en")
    assert (order.total_amount, order.payment_status, order.shipping_kind) == (2580, "unpaid", "pickup")
    assert client.cookies[settings.CART_COOKIE_NAME].value == ""
    with bakery.entered():
        assert stock_of(full_cart) == (3, 0)

    page = get(answer["Location"])
    assert page.status_code == 200
    assert order.number in page.text
    assert "Thank you, Léa" in page.text
    assert "Your basket is empty" in get("/en/cart/").text


def test_guest_has_it_delivered_and_pays_for_that(get, post, bakery, full_cart, ways, send_order):
    post("/en/checkout/", CONTACT)
    said = {"shipping_method": ways["delivery"], "street": " Rue  Haute 1", "postcode": "B-1000 ", "city": "Bruxelles"}
    assert post("/en/checkout/delivery/", said)["Location"] == "/en/checkout/review/"
    assert 'name="shown_total" value="3080"' in get("/en/checkout/review/").text

    send_order({"payment_method": "at_collection", "shown_total": "3080"})

    order = the_order(bakery)
    assert (order.shipping_street, order.shipping_postcode, order.shipping_city) == ("Rue Haute 1", "1000", "Bruxelles")
    assert (order.subtotal_amount, order.shipping_amount) == (2580, 500)
    assert "Rue Haute 1" in get(f"/en/order/{order.secret}/").text


@pytest.mark.parametrize(
    ("language", "button"),
    [
        ("fr", "Commande avec obligation de paiement"),
        ("nl", "Bestelling met betalingsverplichting"),
        ("de", "Zahlungspflichtig bestellen"),
        ("en", "Order with obligation to pay"),
    ],
)
def test_order_button_says_in_each_language_that_one_must_pay(get, at_review, language, button):
    page = get(f"/{language}/checkout/review/").text

    assert re.search(rf'is-order">{button}</button>', page)


def test_going_back_loses_nothing(get, post, full_cart, ways):
    post("/en/checkout/", CONTACT)
    post(
        "/en/checkout/delivery/",
        {"shipping_method": ways["delivery"], "street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles", "note": "Ring"},
    )

    assert all(value in get("/en/checkout/").text for value in ('value="Léa Moreau"', 'value="lea@mail.test"', 'value="0400 00 12 34"'))
    delivery = html_of(get("/en/checkout/delivery/"))
    assert 'value="Rue Haute 1"' in delivery
    assert "Ring</textarea>" in delivery
    assert re.search(rf'value="{ways["delivery"]}" checked', delivery)


def test_collecting_after_all_keeps_the_address_for_who_changes_their_mind_again(get, post, bakery, full_cart, ways, send_order):
    post("/en/checkout/", CONTACT)
    post("/en/checkout/delivery/", {"shipping_method": ways["delivery"], "street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"})
    post("/en/checkout/delivery/", {"shipping_method": ways["pickup"], "street": "", "postcode": "x" * 300})

    assert 'value="Rue Haute 1"' in get("/en/checkout/delivery/").text
    send_order({"payment_method": "at_collection", "shown_total": "2580"})
    assert (the_order(bakery).shipping_kind, the_order(bakery).shipping_street) == ("pickup", "")


def test_each_step_says_until_when_it_is_held(get, full_cart):
    from kit.clock import in_brussels

    until = in_brussels(clock.now() + settings.CHECKOUT_HOLD)
    page = get("/en/checkout/").text

    said = re.search(r"Held for you until <time[^>]*><strong>(\d+):(\d\d)</strong>", page)
    minutes = (int(said[1]) * 60 + int(said[2])) - (until.hour * 60 + until.minute)
    assert minutes in (0, 1, -1439)


# ---- steps that cannot be skipped ---------------------------------------------------------------


@pytest.mark.parametrize("step", ["", "delivery/", "review/"])
def test_checkout_without_a_cart_leads_to_the_cart(get, post, step):
    for answer in (get(f"/en/checkout/{step}"), post(f"/en/checkout/{step}")):
        assert (answer.status_code, answer["Location"]) == (303, "/en/cart/")


def test_steps_come_in_order(get, post, full_cart, ways):
    assert get("/en/checkout/delivery/")["Location"] == "/en/checkout/"
    assert get("/en/checkout/review/")["Location"] == "/en/checkout/"
    post("/en/checkout/", CONTACT)
    assert get("/en/checkout/review/")["Location"] == "/en/checkout/delivery/"


def test_way_that_is_no_longer_offered_must_be_chosen_again(get, post, bakery, full_cart, ways, send_order):
    post("/en/checkout/", CONTACT)
    post("/en/checkout/delivery/", {"shipping_method": ways["delivery"], "street": "a", "postcode": "1000", "city": "b"})
    with bakery.entered():
        ShippingMethod.objects.filter(pk=ways["delivery"]).update(is_active=False)

    answer = send_order({"payment_method": "at_collection", "shown_total": "3080"})

    assert (answer.status_code, answer["Location"]) == (303, "/en/checkout/delivery/")
    assert no_order(bakery)


# ---- wrong input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 121),
        ("email", ""),
        ("email", "lea"),
        ("email", "lea@mail"),
        ("email", "a@b.test, c@d.test"),
        ("phone", "call me"),
        ("phone", "123"),
        ("phone", "1" * 31),
    ],
)
def test_wrong_contact_is_said_beside_its_field_and_keeps_what_was_typed(post, bakery, full_cart, field, typed):
    page = post("/en/checkout/", CONTACT | {field: typed})

    assert page.status_code == 422
    assert title_of(page).startswith("Error:")
    assert f'id="id_{field}_error"' in page.text
    assert f'href="#id_{field}"' in page.text
    other = "email" if field == "name" else "name"
    assert f'value="{CONTACT[other]}"' in page.text
    with bakery.entered():
        assert Cart.objects.get().details == {}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"email": " lea @mail.test "}, ("Léa Moreau", "lea@mail.test", "0400 00 12 34")),
        ({"name": "Léa\r\nBcc: all@mail.test"}, ("Léa Bcc: all@mail.test", "lea@mail.test", "0400 00 12 34")),
        ({"phone": "+32 (0)400/00.12-34"}, ("Léa Moreau", "lea@mail.test", "+32 (0)400/00.12-34")),
        ({"phone": ""}, ("Léa Moreau", "lea@mail.test", "")),
        ({"name": "<script>alert(1)</script>"}, ("<script>alert(1)</script>", "lea@mail.test", "0400 00 12 34")),
    ],
    ids=["spaces in the e-mail", "line break in the name", "signs in the phone", "no phone", "markup in the name"],
)
def test_slips_in_the_contact_are_mended(get, post, bakery, full_cart, said, kept):
    assert post("/en/checkout/", CONTACT | said).status_code == 303

    with bakery.entered():
        assert tuple(Cart.objects.get().details.values()) == kept
    assert "<script>alert" not in get("/en/checkout/delivery/").text


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "shipping_method"),
        ({"shipping_method": "abc"}, "shipping_method"),
        ({"shipping_method": "9" * 30}, "shipping_method"),
        ({"shipping_method": "delivery", "postcode": "1000", "city": "b"}, "street"),
        ({"shipping_method": "delivery", "street": "a", "postcode": "", "city": "b"}, "postcode"),
        ({"shipping_method": "delivery", "street": "a", "postcode": "75001", "city": "b"}, "postcode"),
        ({"shipping_method": "delivery", "street": "a", "postcode": "0999", "city": "b"}, "postcode"),
        ({"shipping_method": "delivery", "street": "a", "postcode": "١٠٠٠", "city": "b"}, "postcode"),
        ({"shipping_method": "delivery", "street": "a", "postcode": "1000", "city": " "}, "city"),
        ({"shipping_method": "pickup", "note": "x" * 501}, "note"),
    ],
)
def test_wrong_delivery_is_said_beside_its_field(post, full_cart, ways, said, wrong):
    post("/en/checkout/", CONTACT)

    page = post(
        "/en/checkout/delivery/", said | {"shipping_method": ways.get(said.get("shipping_method"), said.get("shipping_method", ""))}
    )

    assert page.status_code == 422
    assert title_of(page).startswith("Error:")
    assert f'id="id_{wrong}_error"' in page.text
    assert 'class="error-summary"' in page.text


def test_address_is_not_asked_for_when_it_is_collected(post, full_cart, ways):
    post("/en/checkout/", CONTACT)

    assert post("/en/checkout/delivery/", {"shipping_method": ways["pickup"], "postcode": "x"}).status_code == 303


@pytest.mark.parametrize("said", [{}, {"payment_method": "gold"}, {"payment_method": "online"}])
def test_way_to_pay_that_is_not_offered_is_refused(post, bakery, at_review, said, send_order):
    page = send_order({"shown_total": "2580"} | said)

    assert page.status_code == 422
    assert 'id="id_payment_method_error"' in page.text
    assert no_order(bakery)


@pytest.mark.parametrize("shown", ["", "2579", "abc", "-1", "9" * 40])
def test_total_that_is_not_the_one_of_now_is_shown_again(post, bakery, at_review, shown, send_order):
    page = send_order({"payment_method": "at_collection", "shown_total": shown})

    assert page.status_code == 422
    assert 'name="shown_total" value="2580"' in page.text
    assert no_order(bakery)


def test_price_that_changed_meanwhile_is_shown_before_it_is_owed(post, bakery, at_review, send_order):
    with bakery.entered():
        at_review.price = 1500
        at_review.save()

    page = send_order({"payment_method": "at_collection", "shown_total": "2580"})
    assert (page.status_code, "The new total is shown below" in page.text, no_order(bakery)) == (422, True, True)

    send_order({"payment_method": "at_collection", "shown_total": "3000"})
    assert the_order(bakery).total_amount == 3000


def test_nul_byte_is_400(post, full_cart):
    assert post("/en/checkout/", CONTACT | {"name": "a\x00b"}).status_code == 400


# ---- others are quicker -------------------------------------------------------------------------


def test_piece_that_another_holds_sends_back_to_the_cart_and_says_which(get, post, bakery, ways):
    with bakery.entered():
        chair = make_unique_piece("Chair")
    post("/en/cart/lines/", {"variant": chair.pk})
    with bakery.entered():
        hold_stock(holder="cart:999999", wanted={chair.pk: 1}, expires_at=clock.now() + dt.timedelta(hours=1), now=clock.now())

    answer = get("/en/checkout/")
    cart = get("/en/cart/")

    assert (answer.status_code, answer["Location"]) == (303, "/en/cart/")
    assert 'class="flash is-error"' in cart.text
    assert "Another customer is ordering it just now" in cart.text


def test_clicking_twice_on_the_order_button_is_one_order(client, post, bakery, at_review, send_order):
    cookie = client.cookies[settings.CART_COOKIE_NAME].value
    first = send_order({"payment_method": "at_collection", "shown_total": "2580"})
    client.cookies[settings.CART_COOKIE_NAME] = cookie
    second = send_order({"payment_method": "at_collection", "shown_total": "2580"})

    assert (second.status_code, second["Location"]) == (303, first["Location"])
    with bakery.entered():
        assert (Order.objects.count(), OutboxMessage.objects.count(), stock_of(at_review)) == (1, 1, (3, 0))


def test_another_site_cannot_order_for_the_visitor(client, bakery, at_review):
    answer = client.post(
        "/en/checkout/review/",
        {"payment_method": "at_collection", "shown_total": "2580"},
        HTTP_HOST=bakery.hostname,
        headers={"sec-fetch-site": "cross-site", "origin": "https://evil.test"},
    )

    assert (answer.status_code, no_order(bakery)) == (403, True)


# ---- paying online ------------------------------------------------------------------------------


def test_online_is_offered_first_and_leads_to_the_payment_page(get, post, bakery, pay_online, at_review, send_order):
    assert re.search(r'value="online" checked.*value="at_collection"', html_of(get("/en/checkout/review/")))

    answer = send_order({"payment_method": "online", "shown_total": "2580"})

    order = the_order(bakery)
    assert (answer.status_code, answer["Location"]) == (303, f"/en/order/{order.secret}/payment/")
    assert order.payment_status == "awaiting"
    with bakery.entered():
        assert stock_of(at_review) == (5, 2)


@pytest.mark.parametrize(
    ("methods", "said"),
    [
        (["Bancontact", "card", "iDEAL | Wero"], "Bancontact, card or iDEAL | Wero, on the secured payment page"),
        (["Card"], "Card, on the secured payment page"),
        (["iDEAL | Wero"], "iDEAL | Wero, on the secured payment page"),
        ([], "On the secured payment page"),
    ],
)
def test_last_step_names_with_what_one_can_pay_online(get, monkeypatch, at_review, methods, said):
    provider = payment_methods.OnlineProvider(lambda: True, "payment_start", methods=lambda: methods)
    monkeypatch.setattr(payment_methods, "_provider", provider)

    assert said in html_of(get("/en/checkout/review/"))


def test_delivery_is_paid_before_where_that_can_be(get, post, pay_online, full_cart, ways):
    post("/en/checkout/", CONTACT)
    post("/en/checkout/delivery/", {"shipping_method": ways["delivery"], "street": "a", "postcode": "1000", "city": "b"})

    page = get("/en/checkout/review/").text

    assert 'value="online"' in page
    assert 'value="at_collection"' not in page


def test_who_leaves_the_payment_page_finds_their_order_and_what_it_keeps(client, get, bakery, pay_online, at_review, send_order):
    """By the browser's Back, without any page of ours: the basket says so, and nothing says that a stranger has it."""
    send_order({"payment_method": "online", "shown_total": "2580"})
    order = the_order(bakery)
    with bakery.entered():
        at_review.product.kind = "unique"
        at_review.product.save()
        StockLevel.objects.filter(pk=at_review.pk).update(on_hand=2)  # all of it is in this order
        slug = at_review.product.slug

    basket, product, checkout = get("/en/cart/"), get(f"/en/products/{slug}/"), get("/en/checkout/")

    assert f"Your order {order.number} is waiting for its payment" in words_of(basket)
    assert f'href="/en/order/{order.secret}/"' in basket.text
    assert "Until then nobody else can buy it." in product.text
    assert clock_time(order.hold_expires_at) in words_of(product)
    assert "In someone" not in product.text
    assert (checkout.status_code, checkout["Location"]) == (303, f"/en/order/{order.secret}/")


def test_an_order_that_awaits_nothing_any_more_is_forgotten_by_the_basket(client, get, bakery, pay_online, at_review, send_order):
    send_order({"payment_method": "online", "shown_total": "2580"})
    with bakery.entered():
        cancel_order(order_id=Order.objects.get().pk, user=None, reason="", now=NOW)

    basket = get("/en/cart/")

    assert "waiting for its payment" not in basket.text
    assert client.cookies[settings.CART_COOKIE_NAME].value == ""


# ---- what was shown is what is ordered ----------------------------------------------------------


def test_a_choice_that_became_another_one_meanwhile_is_not_ordered_in_silence(get, post, bakery, ways):
    with bakery.entered():
        product = make_product("Cactus", variants=2)
        variant = product.variants.first()
    post("/en/cart/lines/", {"variant": variant.pk, "quantity": "1"})
    post("/en/checkout/", CONTACT)
    post("/en/checkout/delivery/", {"shipping_method": ways["pickup"]})
    page = get(REVIEW)
    shown = re.search(r'name="shown_lines" value="(\w+)"', html_of(page))[1]
    with bakery.entered():
        OptionValue.objects.filter(pk=variant.value_1_id).update(name_en="Enormous")

    answer = post(REVIEW, {"payment_method": "at_collection", "shown_total": "1290", "shown_lines": shown})

    assert (answer.status_code, no_order(bakery)) == (422, True)
    assert "changed while you were here" in answer.text
    assert "Enormous" in answer.text


def test_a_basket_changed_in_another_tab_at_the_same_price_is_not_ordered_in_silence(get, post, bakery, at_review):
    shown = re.search(r'name="shown_lines" value="(\w+)"', html_of(get(REVIEW)))[1]
    with bakery.entered():
        other = make_variant("Fern", price=1290)
        CartLine.objects.update(variant=other)

    answer = post(REVIEW, {"payment_method": "at_collection", "shown_total": "2580", "shown_lines": shown})

    assert (answer.status_code, no_order(bakery)) == (422, True)
    assert "Fern" in answer.text


# ---- a checkout that does not end ---------------------------------------------------------------


def test_a_checkout_reloaded_for_an_hour_lets_others_have_their_turn_and_may_still_order(get, post, bakery, at_review, send_order):
    with bakery.entered():
        Cart.objects.update(holding_since=clock.now() - settings.CHECKOUT_HOLD_AT_MOST)
        Reservation.objects.update(expires_at=clock.now())

    page = get(REVIEW)

    assert "We can hold your articles no longer" in page.text
    with bakery.entered():
        assert available_to(variant_ids=[at_review.pk], holder=None) == {at_review.pk: 5}
    assert send_order({"payment_method": "at_collection", "shown_total": "2580"}).status_code == 303


# ---- too many to be meant -----------------------------------------------------------------------


def test_more_orders_than_anybody_means_are_refused_in_words_and_sell_nothing(get, post, bakery, settings, at_review, send_order):
    settings.ORDER_RATE_LIMITS = {"order": "1/h/key"}
    first = send_order({"payment_method": "at_collection", "shown_total": "2580"})
    post("/en/cart/lines/", {"variant": at_review.pk, "quantity": "1"})
    post("/en/checkout/", CONTACT | {"email": CONTACT["email"].upper()})
    with bakery.entered():
        Cart.objects.filter(order=None).update(details={**CONTACT, "shipping_method": pickup().pk})

    second = send_order({"payment_method": "at_collection", "shown_total": "1290"})

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Many orders came from here" in second.text
    with bakery.entered():
        assert Order.objects.count() == 1


def test_an_address_changed_in_another_tab_is_not_ordered_in_silence(get, post, bakery, at_review):
    shown = re.search(r'name="shown_lines" value="(\w+)"', html_of(get(REVIEW)))[1]
    post("/en/checkout/", CONTACT | {"name": "Somebody Else"})

    answer = post(REVIEW, {"payment_method": "at_collection", "shown_total": "2580", "shown_lines": shown})

    assert (answer.status_code, no_order(bakery)) == (422, True)
    assert "Somebody Else" in answer.text


def test_a_second_order_does_not_make_the_basket_forget_the_one_still_to_pay(get, post, bakery, pay_online, at_review, send_order):
    send_order({"payment_method": "online", "shown_total": "2580"})
    first = the_order(bakery)
    post("/en/cart/lines/", {"variant": at_review.pk, "quantity": "1"})
    post("/en/checkout/", CONTACT)
    with bakery.entered():
        Cart.objects.filter(order=None).update(details={**CONTACT, "shipping_method": pickup().pk})

    assert send_order({"payment_method": "at_collection", "shown_total": "1290"}).status_code == 303

    assert f"Your order {first.number} is waiting for its payment" in words_of(get("/en/cart/"))
