"""Home, lists, product pages: what each state shows."""

import json
import re

import pytest

from kit.storage import new_file_name
from kit.templatetags.formats import clock_time
from orders.models import Cart
from shops.models import ShippingKind, ShippingMethod, ShopPicture, ShopSettings
from shops.rules.themes import THEMES
from tests.answers import html_of
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages


def _get(client, shop, path, **extra):
    return client.get(path, HTTP_HOST=shop.hostname, **extra)


def _ld(response):
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_page_answers_in_each_theme_and_language(client, bakery, bookshop, theme, language):
    for shop in (bakery, bookshop):
        with shop.entered():
            shelf = make.make_category(slug="shelf")
            product = make.make_product(slug="loaf", category=shelf, variants=2)
            pages.picture(product)
            make.make_unique_piece(slug="chair", category=shelf, defects=[{"fr": "Rayé", "nl": "Gekrast"}])
            pages.settle(theme=theme)
        for path in ("", "products/", "categories/shelf/", "products/loaf/", "products/chair/", "search/", "search/?q=cactus"):
            response = _get(client, shop, f"/{language}/{path}")
            assert response.status_code == 200, (path, shop)
            assert f'<html lang="{language}" data-theme="{theme}"' in html_of(response)
            assert response.text.count("<h1") == 1


@pytest.mark.parametrize("theme", THEMES)
def test_a_shop_with_nothing_in_it_still_looks_open(client, bakery, theme):
    with bakery.entered():
        pages.settle(theme=theme, phone="02 000 00 00")

    for path in ("/fr/", "/fr/products/", "/fr/search/?q=bread"):
        response = _get(client, bakery, path)
        assert response.status_code == 200
        assert "02 000 00 00" in response.text


def test_the_cover_is_shown_once_it_is_ready(client, bakery, django_capture_on_commit_callbacks):
    assert "<picture>" not in _get(client, bakery, "/fr/").text

    with bakery.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        files = [{"width": 800, "avif": new_file_name("public/shop", "avif"), "jpeg": new_file_name("public/shop", "jpg")}]
        cover = ShopPicture.objects.create(state="ready", files=files, width=800, height=1000)
        pages.settle(hero_picture=cover, hero_alt_fr="Le comptoir")

    response = _get(client, bakery, "/fr/")

    assert 'alt="Le comptoir"' in response.text
    assert 'fetchpriority="high"' in response.text


def test_the_home_page_shows_few_products_as_well_as_many(client, bakery):
    with bakery.entered():
        for number in range(3):
            make.make_product(slug=f"p{number}")
        pages.settle()
    assert _get(client, bakery, "/fr/").text.count('<article class="card') == 3

    with bakery.entered():
        for number in range(3, 9):
            make.make_product(slug=f"p{number}")
    assert _get(client, bakery, "/fr/").text.count('<article class="card') == 5


def test_a_category_has_24_to_a_page_and_real_links(client, bakery):
    with bakery.entered():
        shelf = make.make_category(slug="shelf")
        for number in range(30):
            make.make_product(slug=f"p{number}", category=shelf, price=1000 + number)
        make.make_product(slug="elsewhere")
        pages.settle()

    first, second = (
        _get(client, bakery, "/fr/categories/shelf/?sort=price"),
        _get(client, bakery, "/fr/categories/shelf/?sort=price&page=2"),
    )

    assert (first.text.count('<article class="card'), second.text.count('<article class="card')) == (24, 6)
    assert "?sort=price&amp;page=2" in first.text
    assert "/fr/products/p0/" in first.text
    assert "/fr/products/p29/" in second.text
    assert "elsewhere" not in first.text + second.text


@pytest.mark.parametrize("page", ["0", "-1", "9" * 18, "x", "", "%EF%BC%99"])
def test_a_page_number_that_is_none_shows_the_nearest_page(client, bakery, page):
    with bakery.entered():
        make.make_product()
        pages.settle()

    assert _get(client, bakery, "/fr/products/", QUERY_STRING=f"page={page}").status_code == 200


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["cherry", "apple", "banana"]),
        ("price", ["banana", "cherry", "apple"]),
        ("-price", ["apple", "cherry", "banana"]),
        ("name", ["apple", "banana", "cherry"]),
        ("password__startswith", ["cherry", "apple", "banana"]),
    ],
)
def test_a_list_is_sorted_as_asked(client, bakery, sort, expected):
    with bakery.entered():
        make.make_product("Banane", slug="banana", price=100)
        make.make_product("Äpfel", slug="apple", price=300)
        make.make_product("cherry", slug="cherry", price=200)
        pages.settle()

    response = _get(client, bakery, f"/fr/products/?sort={sort}")

    assert re.findall(r'<h3><a href="/fr/products/([a-z]+)/">', response.text) == expected


def test_only_what_is_available_leaves_out_what_nobody_can_buy(client, bakery):
    with bakery.entered():
        make.make_product(slug="there")
        make.make_product(slug="gone", on_hand=0)
        pages.held(make.make_unique_piece(slug="held"))
        pages.settle()

    everything, available = _get(client, bakery, "/fr/products/").text, _get(client, bakery, "/fr/products/?available=1").text

    assert all(f"/fr/products/{slug}/" in everything for slug in ("there", "gone", "held"))
    assert [slug for slug in ("there", "gone", "held") if f"/fr/products/{slug}/" in available] == ["there"]


def test_when_nothing_is_left_the_list_leads_back_to_what_is_sold_out(client, bakery):
    with bakery.entered():
        shelf = make.make_category(slug="shelf")
        make.make_product(slug="gone", category=shelf, on_hand=0)
        pages.settle()

    all_of_it = _get(client, bakery, "/en/categories/shelf/").text
    available = _get(client, bakery, "/en/categories/shelf/?available=1").text

    assert "Sold out" in all_of_it
    assert "/en/products/gone/" in all_of_it
    assert "Nothing available just now" in available
    assert 'class="button" href="/en/categories/shelf/"' in available
    assert "/en/products/gone/" not in available


def test_a_category_without_products_is_a_page_but_in_no_menu(client, bakery):
    with bakery.entered():
        make.make_category(slug="empty")
        shelf = make.make_category(slug="shelf")
        make.make_product(category=shelf)
        make.make_product(category=make.make_category(slug="drafts"), status="draft")
        pages.settle()

    response = _get(client, bakery, "/fr/categories/empty/")

    assert response.status_code == 200
    assert 'class="empty"' in response.text
    assert "/fr/categories/shelf/" in response.text
    assert "/fr/categories/drafts/" not in response.text
    assert _get(client, bakery, "/fr/categories/nowhere/").status_code == 404


@pytest.mark.parametrize(("status", "expected"), [("published", 200), ("draft", 404), ("archived", 410)])
def test_a_product_answers_by_its_status(client, bakery, status, expected):
    with bakery.entered():
        shelf = make.make_category()
        make.make_product(slug="it", status=status, category=shelf)
        make.make_product(slug="neighbour", category=shelf)
        make.make_product(slug="secret", category=shelf, status="draft")
        pages.settle()

    response = _get(client, bakery, "/fr/products/it/")

    assert response.status_code == expected
    if expected != 404:
        assert "/fr/products/neighbour/" in response.text
        assert "secret" not in response.text


def test_a_product_of_another_shop_is_not_here(client, bakery, bookshop):
    with bakery.entered():
        make.make_product(slug="loaf", category=make.make_category(slug="bread"))
        pages.settle()
    with bookshop.entered():
        make.make_product(slug="novel", category=make.make_category(slug="fiction"))
        pages.settle()

    assert _get(client, bakery, "/fr/products/loaf/").status_code == 200
    assert _get(client, bookshop, "/fr/products/loaf/").status_code == 404
    assert _get(client, bookshop, "/fr/products/novel/").status_code == 200
    assert _get(client, bakery, "/fr/products/novel/").status_code == 404
    assert _get(client, bakery, "/fr/categories/bread/").status_code == 200
    assert _get(client, bookshop, "/fr/categories/bread/").status_code == 404


def test_the_two_shops_share_no_frame(client, bakery, bookshop):
    for shop, name in ((bakery, "Four des Anges"), (bookshop, "Papier Plié")):
        with shop.entered():
            pages.settle(name=name)

    for _ in range(2):
        own, other = _get(client, bakery, "/fr/").text, _get(client, bookshop, "/fr/").text
        assert "Anges" in own
        assert "Plié" not in own
        assert "Plié" in other
        assert "Anges" not in other


def test_variants_are_radio_buttons_that_post_one_variant(client, bakery):
    with bakery.entered():
        product = make.make_product(slug="it", variants=3)
        gone = product.variants.all()[0]
        gone.stock.on_hand = 0
        gone.stock.save()
        pages.settle()
        ids = [variant.pk for variant in product.variants.all()]

    html = html_of(_get(client, bakery, "/fr/products/it/"))

    assert 'action="/fr/cart/lines/"' in html
    assert [int(pk) for pk in re.findall(r'name="variant" value="(\d+)"', html)] == ids
    assert f'value="{ids[0]}" disabled' in html
    assert f'value="{ids[1]}" checked' in html
    assert html.count("<fieldset") == 1


def test_two_options_are_gathered_under_the_first(client, bakery):
    with bakery.entered():
        product = make.make_product(slug="it")
        pages.matrix(product, ["Small", "Large"], ["red", "blue"], stock={(1, 1): 0})
        pages.settle()

    html = html_of(_get(client, bakery, "/fr/products/it/"))

    assert re.findall(r'class="choice-group" id="group-\d">([^<]+)<', html) == ["Small (fr)", "Large (fr)"]
    assert len(re.findall(r'<input type="radio" name="variant"', html)) == 4
    assert html.count(" disabled") == 1


@pytest.mark.parametrize(("on_hand", "can_buy", "words"), [(9, True, None), (2, True, "Only 2 left"), (0, False, "Sold out")])
def test_stock_is_said_in_words(client, bakery, on_hand, can_buy, words):
    with bakery.entered():
        make.make_product(slug="it", on_hand=on_hand)
        pages.offer_languages(bakery.tenant, "en")
        pages.settle()

    html = _get(client, bakery, "/en/products/it/").text

    assert ('class="addbar"' in html) is can_buy
    assert words is None or words in html
    assert (f'max="{on_hand}"' in html) is can_buy


def test_a_unique_piece_has_no_quantity_but_a_state_and_its_defects(client, bakery):
    with bakery.entered():
        make.make_unique_piece(slug="it", defects=[{"fr": "Rayé au dos"}, {"fr": "Un clou en moins"}], condition="worn")
        pages.settle(theme="brocante")

    html = _get(client, bakery, "/fr/products/it/").text

    assert 'type="number"' not in html
    assert '<input type="hidden" name="quantity" value="1">' in html
    assert html.count('id="defect-') == 2
    assert html.count('aria-current="true"') == 2  # the step of the scale, and the language


def test_a_sold_piece_keeps_its_page_with_the_stamp_and_others_beside_it(client, bakery):
    with bakery.entered():
        shelf = make.make_category()
        make.make_unique_piece(slug="sold", on_hand=0, category=shelf)
        make.make_unique_piece(slug="other", category=shelf)
        pages.settle(theme="brocante")

    response = _get(client, bakery, "/fr/products/sold/")

    assert response.status_code == 200
    assert 'class="stamp"' in response.text
    assert 'class="sold"' in response.text
    assert 'class="addbar"' not in response.text
    assert "/fr/products/other/" in response.text


def test_a_piece_in_someone_elses_hands_says_when_it_is_free(client, bakery):
    with bakery.entered():
        until = pages.held(make.make_unique_piece(slug="it"))
        pages.settle()

    html = _get(client, bakery, "/fr/products/it/").text

    assert clock_time(until) in html
    assert 'class="addbar"' not in html
    assert 'class="sold"' not in html


def test_a_hold_that_has_run_out_stands_in_nobodys_way(client, bakery):
    with bakery.entered():
        pages.held(make.make_unique_piece(slug="it"), minutes=-1)
        pages.settle()

    assert 'class="addbar"' in _get(client, bakery, "/fr/products/it/").text


def test_who_holds_a_piece_is_not_told_that_it_is_gone(client, bakery):
    with bakery.entered():
        variant = make.make_unique_piece(slug="it")
        pages.settle()
        variant_id = variant.pk
    client.post("/fr/cart/lines/", {"variant": variant_id}, HTTP_HOST=bakery.hostname)
    with bakery.entered():
        pages.held(variant, holder=Cart.objects.get().holder)

    mine = _get(client, bakery, "/fr/products/it/").text
    client.cookies.clear()
    stranger = _get(client, bakery, "/fr/products/it/").text

    assert "held-block" in mine
    assert "data-countdown" in mine
    assert "held-block" not in stranger


def test_the_pickup_block_follows_what_the_shop_offers(client, bakery):
    with bakery.entered():
        make.make_product(slug="it")
        ShippingMethod.objects.create(kind=ShippingKind.DELIVERY, name_fr="À vélo", price=500)
        pages.settle()

    html = _get(client, bakery, "/fr/products/it/").text

    assert 'class="pickup"' in html
    assert "À vélo: 5,00" in html.replace("\u202f:", ":").replace("\xa0", " ").replace(" :", ":")


def test_machines_are_told_the_price_and_texts_cannot_break_out(client, bakery):
    nasty = "</script><script>alert(1)</script>"
    with bakery.entered():
        make.make_product("Pain", slug="it", price=480, description_fr=nasty, hint_fr=nasty, category=make.make_category())
        pages.settle(name=f"Chez {nasty}")

    response = _get(client, bakery, "/fr/products/it/")

    assert "<script>alert" not in response.text
    graph = _ld(response)[0]["@graph"]
    assert graph[0]["offers"]["price"] == "4.80"
    assert graph[0]["offers"]["availability"] == "https://schema.org/InStock"
    assert nasty in graph[0]["description"]
    assert [item["position"] for item in graph[1]["itemListElement"]] == [1, 2, 3]


def test_the_home_page_describes_the_shop(client, bakery):
    with bakery.entered():
        pages.settle(street="Rue du Page 12", postcode="1050", city_fr="Ixelles", latitude="50.82860", longitude="4.35560")

    (data,) = _ld(_get(client, bakery, "/fr/"))

    assert data["@type"] == "Store"
    assert data["geo"]["latitude"] == 50.8286
    assert len(data["openingHoursSpecification"]) == 5


def test_addresses_are_whole_and_name_each_language(client, bakery):
    with bakery.entered():
        make.make_product(slug="it")
        pages.settle()

    html = html_of(_get(client, bakery, "/nl/products/it/?utm=1"))
    origin = re.search(r'rel="canonical" href="(http://bakery\.localhost[^/]*)/nl/products/it/"', html).group(1)

    assert f'hreflang="fr" href="{origin}/fr/products/it/"' in html
    assert f'hreflang="x-default" href="{origin}/fr/products/it/"' in html
    assert 'href="/fr/products/it/?utm=1" lang="fr"' in html


def test_what_a_visitor_types_in_the_address_stays_text(client, bakery):
    html = _get(client, bakery, '/fr/products/?x="><svg onload=alert(1)>').text

    assert "<svg onload" not in html


def test_no_page_sets_a_cookie(client, bakery):
    with bakery.entered():
        make.make_product(slug="it")
        pages.settle()

    for path in ("/", "/fr/", "/fr/products/", "/fr/products/it/", "/fr/search/?q=cactus", "/fr/nothing/", "/robots.txt"):
        assert not _get(client, bakery, path).cookies, path


def test_the_shop_can_hide_nothing_behind_a_broken_setting(client, bakery):
    with bakery.entered():
        ShopSettings.objects.all().delete()

    assert _get(client, bakery, "/fr/").status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"), [("q=%00", 400), ("page=%00", 400), ("%00=1", 400), ("q=%ED%A0%80", 400), ("q=%FF", 400), ("q=%C3%A9", 200)]
)
def test_unreadable_input_is_refused_and_what_can_be_read_is_not(client, bakery, query, expected):
    assert _get(client, bakery, "/fr/search/", QUERY_STRING=query).status_code == expected


def test_a_slug_of_any_length_is_no_error(client, bakery):
    assert _get(client, bakery, f"/fr/products/{'a' * 3000}/").status_code == 404
