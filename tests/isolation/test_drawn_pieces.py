"""What is drawn once and remembered shows nobody another's shop, language, hold or price, and no price of before."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from catalog.models import Product, ProductImage, Reservation, StockLevel, Variant
from kit.tenancy import bind
from orders import cart_cookie
from orders.models import Cart
from shops.selectors.frame import Remembered, remembered_frame
from shops.storefront import drawings
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages

PAGE, LIST = "/fr/products/lamp/", "/fr/products/"


def _lamp(shop, **values):
    """Sell the same lamp in a shop: the same ids, words and price as far as the database allows."""
    with shop.entered():
        variant = make.make_variant("Lamp", slug="lamp", **values)
        pages.settle()
    return variant


def _get(client, shop, path):
    return client.get(path, HTTP_HOST=shop.hostname).text


@pytest.mark.parametrize("path", [PAGE, LIST])
def test_two_shops_that_sell_the_same_share_no_piece(client, bakery, bookshop, path):
    for shop, name in ((bakery, "Bakery-words"), (bookshop, "Bookshop-words")):
        _lamp(shop)
        with shop.entered():
            pages.settle(name=name)

    texts = [_get(client, shop, path) for shop in (bakery, bookshop, bakery, bookshop)]

    assert ["Bakery-words" in text for text in texts] == [True, False, True, False]
    assert ["Bookshop-words" in text for text in texts] == [False, True, False, True]
    assert [bakery.hostname in text for text in texts] == [True, False, True, False]


def test_each_language_has_its_own_piece(client, bakery):
    _lamp(bakery)
    words = {"fr": "Garantie légale", "nl": "Wettelijke garantie", "en": "Legal guarantee"}

    texts = {code: _get(client, bakery, f"/{code}/products/lamp/") for code in (*words, *reversed(words))}

    assert {code: [other for other, text in words.items() if text in texts[code]] for code in words} == {code: [code] for code in words}


@pytest.mark.parametrize("path", [PAGE, LIST])
def test_price_and_stock_are_those_of_this_moment(client, bakery, path):
    variant = _lamp(bakery, price=1290)
    assert "12,90" in _get(client, bakery, path)

    with bakery.entered():
        Variant.objects.filter(pk=variant.pk).update(price=1450)  # behind the back of every service
        StockLevel.objects.filter(variant=variant).update(on_hand=2)
    changed = _get(client, bakery, path)

    assert "14,50" in changed
    assert "12,90" not in changed
    assert "Plus que 2" in changed


@pytest.mark.parametrize("path", [PAGE, LIST])
def test_whatever_changes_in_the_rows_is_said_at_once(client, bakery, path):
    variant = _lamp(bakery)
    with bakery.entered():
        shelf = make.make_category("Rayon", slug="shelf")
        photo = pages.picture(variant.product)
        neighbour = make.make_variant("Abat-jour", slug="shade", category=shelf).product
        Product.objects.filter(pk=variant.product_id).update(category=shelf)
    said = [_get(client, bakery, path)]
    for change in (
        lambda: Product.objects.filter(pk=neighbour.pk).update(name_fr="Globe de verre"),
        lambda: ProductImage.objects.filter(pk=photo.pk).update(alt_fr="Vue de nuit"),
        lambda: ProductImage.objects.filter(pk=photo.pk).update(state="pending"),
        lambda: Product.objects.filter(pk=variant.product_id).update(hint_fr="En laiton"),
        lambda: Product.objects.filter(pk=neighbour.pk).update(status="draft"),
    ):
        with bakery.entered():
            change()
        said.append(_get(client, bakery, path))

    assert ["Globe de verre" in text for text in said] == [False, True, True, True, True, False]
    assert ["Abat-jour" in text for text in said] == [True, False, False, False, False, False]
    assert ["Vue de nuit" in text for text in said] == [False, False, True, False, False, False]
    assert ["En laiton" in text for text in said] == [False, False, False, False, True, True]


@pytest.mark.parametrize("path", [PAGE, LIST])
def test_a_hold_is_told_while_it_lasts_and_forgotten_after_it(client, bakery, path):
    variant = _lamp(bakery, on_hand=1)
    before = _get(client, bakery, path)
    with bakery.entered():
        pages.held(variant)
    during = _get(client, bakery, path)
    with bakery.entered():
        Reservation.objects.all().delete()
        StockLevel.objects.update(reserved=0)

    assert "dans des paniers" not in before
    assert "dans des paniers" in during
    assert _get(client, bakery, path) == before


def test_what_one_visitor_holds_is_said_to_no_other(client, bakery):
    with bakery.entered():
        piece = make.make_unique_piece("Chair", slug="lamp")
        cart = Cart.objects.create()
        pages.held(piece, holder=cart.holder)
        pages.settle()
        cookie = cart_cookie.sign([cart.token, 1], purpose=cart_cookie.PURPOSE)
    holder, stranger = Client(), Client()
    holder.cookies[settings.CART_COOKIE_NAME] = cookie

    seen = [_get(visitor, bakery, PAGE) for visitor in (holder, stranger, holder, stranger)]

    assert ["held-block" in text for text in seen] == [True, False, True, False]
    assert ["data-countdown" in text for text in seen] == [True, False, True, False]


def test_a_quick_add_comes_back_to_the_page_it_is_on(client, bakery):
    with bakery.entered():
        shelf = make.make_category(slug="shelf")
        for slug in ("lamp", "vase"):
            make.make_variant(slug.title(), slug=slug, category=shelf)
        pages.settle(theme="comptoir")

    first, second = (_get(client, bakery, f"{LIST}{query}") for query in ("?sort=name&x=1", "?sort=name&x=%222"))
    product = _get(client, bakery, PAGE)

    assert 'value="/fr/products/?sort=name&amp;x=1"' in first
    assert "x=1" not in second
    assert f'value="{PAGE}"' in product
    assert not [page for page in (first, second, product) if drawings.OPEN_PAGE in page]


def test_the_shops_words_are_those_of_this_moment(client, bakery, django_capture_on_commit_callbacks):
    _lamp(bakery)
    assert "Rue Haute" not in _get(client, bakery, PAGE)

    with bakery.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        pages.settle(street="Rue Haute 1", city="Namur")

    assert "Rue Haute 1" in _get(client, bakery, PAGE)


def test_without_a_cache_nothing_is_remembered(bakery):
    with bakery.entered():
        frame = remembered_frame().frame
        before = drawings._drawn.cache_info().currsize
        for _time in range(2):
            drawings.piece(Remembered(frame, lasts=False), "storefront/_shipping.html")

    assert drawings._drawn.cache_info().currsize == before


def test_a_piece_sees_no_request_and_refuses_what_can_change(bakery):
    with bakery.entered():
        remembered = remembered_frame()

        assert not hasattr(remembered.frame, "_request")
        with pytest.raises(TypeError):
            drawings.piece(remembered, "storefront/_shipping.html", cards=[1])


def test_a_piece_of_the_last_generation_is_not_shown(bakery):
    with bakery.entered():
        old = remembered_frame()

    with bind(replace(bakery.ref, generation=bakery.ref.generation + 1)):
        assert remembered_frame() is not old
