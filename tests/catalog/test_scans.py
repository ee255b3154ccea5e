"""Scanning a code: it leads to the right page in the visitor's language, and is counted once, without knowing who."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from catalog.models import Product, ProductStatus, ScanCount
from catalog.rules.scans import is_a_scan, product_of
from catalog.selectors.scans import recent_scans
from catalog.services.count_scan import count_scan
from kit.clock import in_brussels, now
from kit.tenancy import bind
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_product

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile/15E148 Safari/604.1"


def scans(shop):
    with shop.entered():
        return dict(ScanCount.objects.values_list("code", "count"))


def scan(shop, code, *, method="get", agent=PHONE, language="nl-BE", **headers):
    client = Client(HTTP_HOST=shop.hostname, HTTP_USER_AGENT=agent, HTTP_ACCEPT_LANGUAGE=language, **headers)
    return getattr(client, method)(f"/q/{code}")


@pytest.mark.parametrize(("language", "home"), [("nl-BE,nl;q=0.9", "/nl/"), ("fr", "/fr/"), ("pl", "/fr/")])
def test_a_poster_leads_home_in_the_language_of_the_visitor(language, home, bakery):
    answer = scan(bakery, "w", language=language)

    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, home, "no-store")
    assert answer.cookies == {}
    assert scans(bakery) == {"w": 1}


def test_the_poster_at_the_counter_leads_to_what_can_be_ordered(bakery):
    assert scan(bakery, "p")["Location"] == "/nl/products/"


def test_a_label_leads_to_its_product_also_after_its_address_changed(bakery, bookshop):
    with bakery.entered():
        product = make_product()
        Product.objects.filter(pk=product.pk).update(slug="new-address")

    assert scan(bakery, product.pk)["Location"] == "/nl/products/new-address/"
    assert scans(bakery) == {str(product.pk): 1}
    assert scans(bookshop) == {}


def test_the_label_of_an_archived_product_leads_to_the_page_that_says_so(bakery):
    with bakery.entered():
        product = make_product(status=ProductStatus.ARCHIVED)
    client = Client(HTTP_HOST=bakery.hostname, HTTP_USER_AGENT=PHONE)

    assert client.get(f"/q/{product.pk}", follow=True).status_code == 410


@pytest.mark.parametrize("code", ["999999", "0", "x", "00012", "9" * 18, "w-w", "W"])
def test_a_code_of_nothing_gets_a_word_and_the_way_to_the_shop_and_is_not_counted(code, bakery):
    answer = scan(bakery, code, language="en")

    assert answer.status_code == 404
    assert "This is not in the online shop" in words_of(answer)
    assert 'href="/en/"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert scans(bakery) == {}


def test_a_draft_is_as_if_it_was_not_there(bakery):
    with bakery.entered():
        product = make_product("Secret", status=ProductStatus.DRAFT)

    answer = scan(bakery, product.pk)

    assert answer.status_code == 404
    assert "Secret" not in answer.text


@pytest.mark.parametrize(
    "request_of",
    [
        {"method": "head"},
        {"agent": ""},
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"agent": "WhatsApp/2.23.20.0 A"},
        {"agent": "facebookexternalhit/1.1"},
        {"agent": "curl/8.5.0"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
    ids=str,
)
def test_who_is_no_person_with_a_phone_is_led_but_not_counted(request_of, bakery):
    assert scan(bakery, "w", **request_of).status_code == 302
    assert scans(bakery) == {}


def test_a_phone_is_a_person():
    assert is_a_scan(method="GET", user_agent=PHONE, purpose="")
    assert is_a_scan(method="GET", user_agent="Mozilla/5.0 (Linux; Android 16; CUBOT X70) AppleWebKit/537.36", purpose="") is True


@pytest.mark.parametrize(
    ("code", "product"), [("1", 1), ("42", 42), ("042", None), ("w", None), ("", None), ("٤٢", None), ("9" * 19, None)]
)
def test_only_a_plain_number_is_a_products_code(code, product):
    assert product_of(code) == product


def test_a_scan_is_counted_on_its_day_in_brussels(bakery):
    late = dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC)
    with bakery.entered():
        count_scan(code="w", now=late)
        count_scan(code="w", now=late)

        assert list(ScanCount.objects.values_list("day", "code", "count")) == [(dt.date(2026, 11, 27), "w", 2)]


def test_the_page_shows_the_scans_of_thirty_days(bakery):
    with bakery.entered():
        rye, bun = make_product("Rye"), make_product("Bun")
        today = in_brussels(now()).date()
        for days, code, count in (
            (0, "w", 3),
            (29, "w", 4),
            (30, "w", 100),
            (1, "p", 2),
            (1, str(rye.pk), 5),
            (2, str(bun.pk), 6),
            (3, "77777", 1),
        ):
            ScanCount.objects.create(day=today - dt.timedelta(days=days), code=code, count=count)

        found = recent_scans(now=now())

    assert (found.window, found.pickup, found.labels) == (7, 2, 12)
    assert [count for _name, count in found.products] == [6, 5]
    page = words_of(sign_in(bakery).get("/backoffice/posters/"))
    assert "Poster for the window 7" in page
    assert "Bun 6" in page


def test_scans_at_once_are_all_counted(committed_db, bakery):
    def one(_number):
        try:
            with bind(bakery.ref):
                count_scan(code="w", now=now())
        finally:
            connections.close_all()

    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(one, range(40)))
        assert scans(bakery) == {"w": 40}
    finally:
        with bakery.entered():
            ScanCount.objects.all().delete()
