"""What the head of each public page tells a search engine."""

import pytest

from kit.tenancy import bind
from shops.rules.headlines import DESCRIPTION_MOST, TITLE_MOST, description, home_title, number_in, page_title, shortened
from tenants.hosts import forget_hosts
from tenants.models import Domain
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import get, head_of, path_of, public_pages, sitemap_urls

THEMES = ("serre", "brocante", "comptoir")


@pytest.fixture(params=THEMES)
def walked(request, stocked):
    with stocked.entered():
        pages.settle(theme=request.param)
    return public_pages(stocked)


def test_each_public_page_says_what_it_is_where_it_lives_and_in_which_languages(walked, stocked):
    origin = f"http://{stocked.hostname}:8000"
    titles: dict[tuple[str, str], str] = {}

    assert len(walked) > 4 * 12
    for url, head in walked.items():
        language = path_of(url)[1:3]
        assert url.startswith(origin), url
        assert 0 < len(head.title) <= TITLE_MOST, (url, head.title)
        assert titles.setdefault((language, head.title), url) == url
        assert 20 <= len(head.one("description")) <= DESCRIPTION_MOST, (url, head.one("description"))
        assert sorted(head.alternates) == ["de", "en", "fr", "nl", "x-default"], url
        assert head.alternates[language] == url
        assert head.alternates["x-default"] == head.alternates["fr"]
        for code in ("de", "en", "fr", "nl"):
            assert walked[head.alternates[code]].alternates == head.alternates, "each names all the others"
        assert head.one("og:url") == url
        assert head.one("og:title")
        assert head.one("og:description") == head.one("description")
        assert len(head.meta["og:locale"]) == 1
        assert len(head.meta["og:locale:alternate"]) == 3
    listed = sitemap_urls(stocked)
    assert set(listed) == {url for url in walked if "?" not in url}, "the sitemap lists what can be found by walking"
    assert all(links == walked[url].alternates for url, links in listed.items())


def test_a_sorted_or_filtered_list_is_the_plain_one_to_search_engines(stocked):
    for query in ("sort=price", "available=1", "sort=-price&available=1&page=2"):
        head = head_of(get(stocked, f"/fr/products/?{query}"))
        assert head.canonical == [f"http://{stocked.hostname}:8000/fr/products/"]
        assert head.is_indexed
    second = head_of(get(stocked, "/fr/products/?page=2&utm_source=x"))

    assert second.canonical == [f"http://{stocked.hostname}:8000/fr/products/?page=2"]
    assert second.alternates["nl"].endswith("/nl/products/?page=2")
    assert ", page 2" in second.title


@pytest.mark.parametrize("path", ["/fr/search/?q=cactus", "/fr/cart/", "/fr/products/retraite/", "/fr/nothing/"])
def test_what_is_of_no_use_in_a_search_engine_is_not_kept(stocked, path):
    assert not head_of(get(stocked, path)).is_indexed


def test_a_chosen_variant_belongs_to_its_products_page(stocked):
    with stocked.entered():
        dearest = make.Variant.objects.filter(product__slug="pull").order_by("-pk").first()

    answer = get(stocked, f"/fr/products/pull/?variant={dearest.pk}")

    assert head_of(answer).canonical == [f"http://{stocked.hostname}:8000/fr/products/pull/"]
    assert "checked" in answer.text.split(f'value="{dearest.pk}"')[1][:40]
    for strange in ("999", "x", "9" * 30, "-1", "²"):
        assert get(stocked, f"/fr/products/pull/?variant={strange}").status_code == 200


def test_a_shop_with_one_language_names_no_others(bakery):
    with bakery.entered():
        make.make_product(slug="it")
        pages.settle()
    pages.offer_languages(bakery.tenant, "fr")
    forget_hosts()

    head = head_of(get(bakery, "/fr/products/it/"))

    assert head.alternates == {}
    assert "og:locale:alternate" not in head.meta


def _also_called(shop, name, **values):
    Domain.objects.filter(tenant=shop.tenant, is_primary=values.get("is_primary", False)).update(is_primary=False)
    Domain.objects.create(tenant=shop.tenant, domain=name, **{"is_primary": False, **values})
    forget_hosts()


def test_a_former_name_leads_to_the_shop_and_so_does_the_subdomain_of_one_with_its_own(client, bakery, bookshop, platform_scope):
    _also_called(bakery, "four-anna", is_primary=True)
    moved = client.get("/nl/products/it/?x=1&y=%C3%A9", HTTP_HOST=bakery.hostname)
    assert (moved.status_code, moved["Location"]) == (301, "http://four-anna.localhost:8000/nl/products/it/?x=1&y=%C3%A9")

    _also_called(bakery, "www.anna.example", is_primary=True, verified_at="2026-11-01T00:00Z")
    for host in (bakery.hostname, "four-anna.localhost", "FOUR-ANNA.localhost."):
        moved = client.get("/fr/", HTTP_HOST=host)
        assert (moved.status_code, moved["Location"]) == (301, "http://www.anna.example:8000/fr/")
    own = client.get("/fr/", HTTP_HOST="www.anna.example")

    assert own.status_code == 200
    assert head_of(own).canonical == ["http://www.anna.example:8000/fr/"]
    assert client.get("/fr/", HTTP_HOST=bookshop.hostname).status_code == 200


def test_an_own_name_that_nobody_has_verified_leads_nowhere(client, bakery, platform_scope):
    _also_called(bakery, "www.anna.example", is_primary=True)

    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == 200
    assert client.get("/fr/", HTTP_HOST="www.anna.example").status_code == 404


def test_what_was_begun_under_a_former_name_is_still_taken(client, bakery):
    with bakery.entered():
        variant = make.make_variant(slug="it")
    with bind_platform():
        _also_called(bakery, "four-anna", is_primary=True)

    answer = client.post("/fr/cart/lines/", {"variant": variant.pk, "quantity": 1}, HTTP_HOST=bakery.hostname)

    assert answer.status_code == 303


def bind_platform():
    from kit.tenancy import PLATFORM

    return bind(PLATFORM)


@pytest.mark.parametrize(
    ("words", "shop", "ending", "expected"),
    [
        ("Pain", "Anna", "", "Pain · Anna"),
        ("Pain", "Anna", ", page 2", "Pain, page 2 · Anna"),
        ("a" * 50, "Anna du Coin", "", "a" * 50),
        ("mot " * 20, "Anna", ", page 2", "mot mot mot mot mot mot mot mot mot mot mot mot…, page 2"),
        ("a\n b", "A", "", "a b · A"),
    ],
)
def test_a_title_is_never_cut_off(words, shop, ending, expected):
    assert page_title(words, shop=shop, ending=ending) == expected


def test_words_for_search_engines():
    assert home_title("Anna", "x" * 60, "Ixelles") == "Anna, Ixelles"
    assert home_title("Anna", "") == "Anna"
    assert description("", "  ", "Pain.\nBon", "Anna") == "Pain. Bon. Anna"
    assert description("mot " * 20, "Anna") == ("mot " * 20).strip()
    assert len(description("mot " * 80)) <= DESCRIPTION_MOST
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"
    assert number_in("cactus-2", "Cactus") == "2"
    assert number_in("cactus-2", "Cactus 2") == ""
    assert number_in("cactus", "Cactus") == ""
