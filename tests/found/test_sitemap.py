"""The sitemap: what it lists, what it costs, and what it keeps to itself."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.storefront import sitemap
from shops.models import ShopSettings
from shops.services.touch_frame import touch_frame
from tenants.hosts import forget_hosts
from tenants.models import Tenant
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import NAMESPACES, get, sitemap_urls, xml_of

MOST_ADDRESSES = 50_000  # sitemaps.org


def test_it_lists_what_is_online_with_its_photographs_and_when_it_changed(stocked, bookshop):
    with bookshop.entered():
        make.make_product(slug="secret-of-the-bookshop")
        pages.settle()

    entries = xml_of(get(stocked, "/sitemap/products-1.xml")).findall("s:url", NAMESPACES)
    urls = [entry.findtext("s:loc", namespaces=NAMESPACES) for entry in entries]
    pull = next(entry for entry in entries if "/fr/products/pull/" in entry.findtext("s:loc", namespaces=NAMESPACES))

    assert len(urls) == len(set(urls)) == 4 * 9
    assert not [url for url in urls if any(word in url for word in ("brouillon", "retraite", "secret"))]
    assert pull.findtext("s:lastmod", namespaces=NAMESPACES)[:2] == "20"
    assert [image.text.rsplit(".", 1)[1] for image in pull.iterfind("i:image/i:loc", NAMESPACES)] == ["jpg"]
    assert all(url.startswith(f"http://{stocked.hostname}:8000/") for url in urls)


def test_a_new_price_is_a_change(stocked):
    def changed():
        return xml_of(get(stocked, "/sitemap.xml")).findtext("s:sitemap/s:lastmod", namespaces=NAMESPACES)

    with stocked.entered():
        make.Variant.objects.update(updated_at="2026-01-01T00:00Z")
        make.Product.objects.update(updated_at="2026-01-01T00:00Z")
        touch_frame()
    before = changed()
    with stocked.entered():
        variant = make.Variant.objects.first()
        variant.price += 1
        variant.save()

    assert before == "2026-01-01T00:00:00+00:00"
    assert changed() > before


def test_many_products_are_listed_in_parts_and_each_part_costs_the_same(stocked, monkeypatch):
    whole = set(sitemap_urls(stocked))
    monkeypatch.setattr(sitemap, "PRODUCTS_IN_A_PART", 4)

    assert set(sitemap_urls(stocked)) == whole
    for path, most in (("/sitemap.xml", 1), ("/sitemap/pages.xml", 1), ("/sitemap/products-1.xml", 2), ("/sitemap/products-3.xml", 2)):
        with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["platform"]) as platform:
            answer = get(stocked, path)
            answer.getvalue()
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        assert (len(own) <= most, len(platform)) == (True, 0), path
    for nothing in ("0", "4", "999999999", "1" * 18):
        assert get(stocked, f"/sitemap/products-{nothing}.xml").status_code == 404
    assert sitemap.PRODUCTS_IN_A_PART * 4 < MOST_ADDRESSES


def test_a_shop_without_products_lists_its_home_page_and_those_on_itself(bakery):
    pages_of = [f"/{code}/{page}" for code in ("de", "en", "fr", "nl") for page in ("", "accessibility/", "cookies/")]
    assert sorted(sitemap_urls(bakery)) == [f"http://{bakery.hostname}:8000{path}" for path in pages_of]


def test_a_shop_that_is_not_open_yet_lists_nothing(stocked, platform_scope):
    Tenant.objects.filter(pk=stocked.tenant.pk).update(launched_at=None)
    with stocked.entered():
        ShopSettings.objects.update(launched_at=None)
    forget_hosts()

    assert "Sitemap" not in get(stocked, "/robots.txt").text
    assert get(stocked, "/sitemap.xml").status_code == 404
    assert "/products/c0/" not in get(stocked, "/fr/products.xml").content.decode()


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/pages.xml", "/sitemap/products-1.xml", "/fr/products.xml"])
def test_a_suspended_shop_lists_nothing(stocked, path, platform_scope):
    Tenant.objects.filter(pk=stocked.tenant.pk).update(status="suspended")
    forget_hosts()

    assert get(stocked, path).status_code == 503
    robots = get(stocked, "/robots.txt")
    assert robots.status_code == 200
    assert "Sitemap" not in robots.text


def test_the_platform_lists_its_own_pages(client, bakery):
    robots = client.get("/robots.txt", HTTP_HOST="localhost").text
    entries = xml_of(client.get("/sitemap.xml", HTTP_HOST="localhost")).findall("s:url", NAMESPACES)
    home = client.get("/nl/?utm=1", HTTP_HOST="localhost").text

    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots
    assert [entry.findtext("s:loc", namespaces=NAMESPACES) for entry in entries][:2] == [
        "http://localhost:8000/fr/",
        "http://localhost:8000/nl/",
    ]
    assert len(entries) == 5 * 4, "five pages in four languages"
    assert 'rel="canonical" href="http://localhost:8000/nl/"' in home
    assert 'hreflang="fr" href="http://localhost:8000/fr/"' in home
