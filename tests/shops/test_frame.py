"""The frame around every page: read once, renewed when it changes, and never in a language that is not offered."""

import datetime as dt
import pickle

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kit import caching, valkey, versions
from kit.clock import BRUSSELS, now
from shops.models import OpeningException, OutboxMessage, ShopSettings
from shops.selectors import frame as frames
from shops.selectors.frame import shop_frame
from shops.services.deliver_outbox import deliver_outbox
from shops.services.touch_frame import renew_frame, touch_frame
from tenants.models import Tenant
from tests.committed import NOBODY_LISTENS
from tests.factories import catalog as make
from tests.factories.catalog_pages import offer_languages, settle


def _queries(action):
    with CaptureQueriesContext(connections["default"]) as queries:
        action()
    return len(queries)


def test_a_warm_frame_costs_no_sql_and_is_plain(bakery):
    with bakery.entered(), translation.override("fr"):
        assert _queries(shop_frame) <= 6
        assert _queries(shop_frame) == 0
        assert pickle.loads(pickle.dumps(shop_frame())) == shop_frame()


def test_another_process_takes_the_frame_from_the_cache(bakery, monkeypatch):
    with bakery.entered(), translation.override("fr"):
        first = shop_frame()
        frames._remembered.clear()

        assert _queries(shop_frame) == 0
        assert shop_frame() == first


def test_a_change_is_seen_on_the_next_page(client, bakery, django_capture_on_commit_callbacks):
    assert "Miche et Cie" not in client.get("/fr/", HTTP_HOST=bakery.hostname).text
    with bakery.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        ShopSettings.objects.update(name="Miche et Cie")
        touch_frame()

    assert "Miche et Cie" in client.get("/fr/", HTTP_HOST=bakery.hostname).text


def test_a_reader_who_was_overtaken_leaves_nothing_stale_behind(bakery, monkeypatch, django_capture_on_commit_callbacks):
    read = frames.read_frame

    def read_slowly():
        old = read()
        with django_capture_on_commit_callbacks(using="default", execute=True):
            ShopSettings.objects.update(name="Newer")
            touch_frame()
        return old

    with bakery.entered(), translation.override("fr"):
        monkeypatch.setattr(frames, "read_frame", read_slowly)
        shop_frame()
        monkeypatch.setattr(frames, "read_frame", read)

        assert shop_frame().name == "Newer"


def test_without_a_cache_the_frame_comes_from_sql(client, bakery, settings):
    settings.REDIS_URL = NOBODY_LISTENS
    with bakery.entered():
        ShopSettings.objects.update(name="Sans cache")

    for _ in range(2):
        response = client.get("/fr/", HTTP_HOST=bakery.hostname)
        assert response.status_code == 200
        assert "Sans" in response.text


def test_a_change_made_while_the_cache_was_away_is_seen_once_the_outbox_has_been_by(
    client, bakery, settings, django_capture_on_commit_callbacks
):
    at_home = settings.REDIS_URL
    assert "Miche et Cie" not in client.get("/fr/", HTTP_HOST=bakery.hostname).text
    with bakery.entered():
        settings.REDIS_URL = NOBODY_LISTENS
        with django_capture_on_commit_callbacks(using="default", execute=True):
            ShopSettings.objects.update(name="Miche et Cie")
            touch_frame()
        with pytest.raises(valkey.Away):
            renew_frame()
        assert OutboxMessage.objects.get().kind == "frame_changed"
    settings.REDIS_URL = at_home
    caching.breaker.wake()

    with bakery.entered():
        assert deliver_outbox(now=now()) == 1

    assert "Miche et Cie" in client.get("/fr/", HTTP_HOST=bakery.hostname).text


def test_what_is_no_frame_in_the_cache_is_read_anew(bakery):
    with bakery.entered(), translation.override("fr"):
        shop_frame()
        frames._remembered.clear()
        cache.set(frames._frame_key(), (versions.of_the_shop().frame, None))

        assert shop_frame().name


def test_each_language_has_its_own_frame(bakery):
    with bakery.entered():
        ShopSettings.objects.update(tagline_fr="du pain", tagline_nl="brood")
        with translation.override("fr"):
            assert (shop_frame().tagline, shop_frame().home_url) == ("du pain", "/fr/")
        with translation.override("nl"):
            assert (shop_frame().tagline, shop_frame().home_url) == ("brood", "/nl/")
        with translation.override("de"):
            assert shop_frame().tagline == "du pain"


def test_the_menu_lists_categories_with_something_in_them(bakery):
    with bakery.entered(), translation.override("en"):
        full, _empty = make.make_category(slug="full"), make.make_category(slug="empty")
        make.make_product(category=full)

        assert [link.slug for link in shop_frame().categories] == ["full"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2026, 11, 24, 17, 59, tzinfo=BRUSSELS), "Open until 18:00"),
        (dt.datetime(2026, 11, 24, 18, 1, tzinfo=BRUSSELS), "Closed, opens tomorrow at 10:00"),
        (dt.datetime(2026, 11, 26, 12, 0, tzinfo=BRUSSELS), "Closed, opens tomorrow at 10:00"),
    ],
)
def test_the_opening_line_follows_the_clock_and_not_the_cache(client, bakery, moment, text):
    offer_languages(bakery.tenant, "en")
    with bakery.entered():
        OpeningException.objects.create(date=dt.date(2026, 11, 26), reason="Inventory")
        settle()
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, 0, tzinfo=BRUSSELS), tick=False):
        client.get("/en/", HTTP_HOST=bakery.hostname)

    with time_machine.travel(moment, tick=False):
        assert text in client.get("/en/", HTTP_HOST=bakery.hostname).text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/de/products/?sort=name&page=2", "/fr/products/?sort=name&page=2"),
        ("/de/", "/fr/"),
        ("/de", "/fr/"),
        ("/en//evil.example/", "/fr//evil.example/"),
    ],
)
def test_a_language_that_is_not_offered_leads_to_the_same_page_in_the_first(client, bakery, asked, expected):
    offer_languages(bakery.tenant, "fr,nl")

    response = client.get(asked, HTTP_HOST=bakery.hostname)

    assert (response.status_code, response["Location"]) == (302, expected)
    assert client.get("/nl/", HTTP_HOST=bakery.hostname).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "cookie", "expected"),
    [
        ("", "", "/fr/"),
        ("nl-BE,nl;q=0.9,fr;q=0.5", "", "/nl/"),
        ("de,nl", "", "/nl/"),
        ("de", "", "/fr/"),
        ("fr", "nl", "/nl/"),
        ("fr", "de", "/fr/"),
        ("xx;;;q=,,", "zz", "/fr/"),
    ],
)
def test_the_front_door_leads_to_a_language_the_shop_offers(client, bakery, settings, accepted, cookie, expected):
    offer_languages(bakery.tenant, "fr,nl")
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/", HTTP_HOST=bakery.hostname, HTTP_ACCEPT_LANGUAGE=accepted)

    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


def test_the_language_switch_keeps_the_page_and_its_query(client, bakery):
    html = client.get("/fr/products/?sort=name&q=%C3%A9", HTTP_HOST=bakery.hostname).text

    assert 'href="/nl/products/?sort=name&amp;q=%C3%A9"' in html


def test_a_shop_in_one_language_has_no_switch(client, bakery):
    offer_languages(bakery.tenant, "nl")

    html = client.get("/nl/", HTTP_HOST=bakery.hostname).text

    assert 'class="langs"' not in html
    assert 'rel="alternate"' not in html
    assert client.get("/fr/", HTTP_HOST=bakery.hostname)["Location"] == "/nl/"


def test_the_basket_in_the_masthead_counts_for_each_visitor(client, bakery):
    with bakery.entered():
        variant = make.make_variant()
        settle()
        variant_id = variant.pk
    before = client.get("/fr/", HTTP_HOST=bakery.hostname).text
    client.post("/fr/cart/lines/", {"variant": variant_id, "quantity": 3}, HTTP_HOST=bakery.hostname)
    mine = client.get("/fr/", HTTP_HOST=bakery.hostname).text
    client.cookies.clear()
    stranger = client.get("/fr/", HTTP_HOST=bakery.hostname).text

    assert "</span>3</span></a>" in mine
    assert "</span>0</span></a>" in before
    assert "</span>0</span></a>" in stranger


def test_robots_and_favicon_answer_without_a_language(client, bakery):
    robots = client.get("/robots.txt", HTTP_HOST=bakery.hostname)

    assert robots.status_code == 200
    assert "Disallow: /backoffice/" in robots.text
    assert client.get("/favicon.ico", HTTP_HOST=bakery.hostname).status_code == 301


def test_the_page_that_is_not_there_wears_the_shops_dress(client, bakery):
    response = client.get("/fr/nothing/", HTTP_HOST=bakery.hostname)

    assert response.status_code == 404
    assert 'data-theme="serre"' in response.text
    assert 'action="/fr/search/"' in response.text


def test_the_suspended_shop_still_says_whose_it_is(client, bakery, platform_scope):
    Tenant.objects.filter(pk=bakery.tenant.pk).update(status="suspended")

    response = client.get("/fr/", HTTP_HOST=bakery.hostname)

    assert response.status_code == 503
    assert 'data-theme="serre"' in response.text


def test_the_suspended_shop_says_where_it_is_in_the_language_of_the_address(client, bakery, platform_scope):
    with bakery.entered():
        ShopSettings.objects.update(street_nl="Hoogstraat 1", postcode="1000", city_nl="Brussel", phone="02 000 12 34")
    Tenant.objects.filter(pk=bakery.tenant.pk).update(status="suspended")

    response = client.get("/nl/", HTTP_HOST=bakery.hostname, HTTP_ACCEPT_LANGUAGE="fr")

    assert 'lang="nl"' in response.text
    assert "<p>Hoogstraat 1, 1000 Brussel</p>" in response.text
    assert "02 000 12 34" in response.text
    assert "PageAddress" not in response.text


def test_the_backoffice_pays_nothing_for_a_frame_it_does_not_show(client, bakery, monkeypatch):
    def never():
        raise AssertionError("the frame was read")

    monkeypatch.setattr(frames, "remembered_frame", never)
    with bakery.entered():
        client.force_login(bakery.owner, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname, follow=True).status_code == 200
