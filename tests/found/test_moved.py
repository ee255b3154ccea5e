"""Addresses that changed: links lead on in one step and for good, and nobody else gets them."""

import pytest
from django.db import connection
from django.test import Client

from catalog.models import Category, FormerAddress, Product
from catalog.rules.categories import CategoryWords
from catalog.services.add_category import add_category
from catalog.services.change_address import AddressTaken, UnusableAddress, change_category_address, change_product_address
from catalog.services.create_product import NewProduct, create_product
from catalog.services.remove_category import remove_category
from kit.clock import now
from shops.models import ShopEvent
from tenants.models import Domain, User
from tenants.services.provision_shop import SubdomainTaken
from tenants.services.rename_shop import rename_shop
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import get

LANGUAGES = ("fr", "nl", "en", "de")


@pytest.fixture
def bread(bakery):
    with bakery.entered():
        product = make.make_product("Pain", slug="pain", category=make.make_category("Pains", slug="pains"))
        pages.settle()
    return product


def move(shop, product, *addresses):
    with shop.entered():
        for address in addresses:
            change_product_address(product_id=product.pk, address=address)


def leads(shop, path):
    answer = get(shop, path)
    return answer.status_code, answer.get("Location", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_former_address_of_a_product_leads_to_the_present_one_in_one_step(bakery, bread, language):
    move(bakery, bread, "Pain d’épeautre", "pain-complet")
    there = f"/{language}/products/pain-complet/"

    for former in ("pain", "pain-depeautre", "PAIN", "Pain-Complet"):
        assert leads(bakery, f"/{language}/products/{former}/?a=1&b=%C3%A9") == (301, f"{there}?a=1&b=%C3%A9")
        assert leads(bakery, f"/{language}/products/{former}") == (301, there)
    assert leads(bakery, f"/{language}/products/pain-complet") == (301, there)
    assert get(bakery, there).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_former_address_of_a_category_leads_to_the_present_one(bakery, bread, language):
    with bakery.entered():
        change_category_address(category_id=bread.category_id, address="Boulangerie fine")
    there = f"/{language}/categories/boulangerie-fine/"

    for former in (f"/{language}/categories/pains/", f"/{language}/categories/pains", f"/{language}/categories/PAINS/"):
        assert leads(bakery, former) == (301, there)
    assert f'href="{there}"' in get(bakery, f"/{language}/products/pain/").text


def test_an_address_of_before_is_taken_back_and_nothing_goes_in_circles(bakery, bread):
    move(bakery, bread, "miche", "pain", "miche")

    assert leads(bakery, "/fr/products/pain/") == (301, "/fr/products/miche/")
    assert leads(bakery, "/fr/products/miche/")[0] == 200
    with bakery.entered():
        assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["pain"]


def test_nothing_else_gets_an_address_that_leads_on(bakery, bread):
    move(bakery, bread, "miche")
    with bakery.entered():
        other = create_product(new=NewProduct(name="Pain", price=100), user_id=None, now=now())
        assert other.slug == "pain-2"
        for taken in ("pain", "miche"):
            with pytest.raises(AddressTaken):
                change_product_address(product_id=other.pk, address=taken)
        for unusable in ("", "…", "é" * 81, "🥐"):
            with pytest.raises(UnusableAddress):
                change_product_address(product_id=other.pk, address=unusable)
        assert Product.objects.get(pk=other.pk).slug == "pain-2"
    assert leads(bakery, "/fr/products/pain/") == (301, "/fr/products/miche/")


def test_a_retired_product_is_gone_under_each_of_its_addresses_and_a_draft_was_never_there(bakery, bread):
    move(bakery, bread, "miche")
    with bakery.entered():
        Product.objects.update(status="archived")
    assert leads(bakery, "/fr/products/pain/") == (301, "/fr/products/miche/")
    assert get(bakery, "/fr/products/miche/").status_code == 410

    with bakery.entered():
        Product.objects.update(status="draft")
    assert get(bakery, "/fr/products/pain/").status_code == 404
    assert get(bakery, "/fr/products/miche/").status_code == 404


def test_a_removed_category_is_gone_until_another_has_its_name(bakery, bread):
    with bakery.entered():
        change_category_address(category_id=bread.category_id, address="miches")
        remove_category(category_id=bread.category_id)
    for former in ("pains", "miches"):
        assert get(bakery, f"/fr/categories/{former}/").status_code == 410
    assert get(bakery, "/fr/categories/never/").status_code == 404

    with bakery.entered():
        assert add_category(words=CategoryWords(names={"fr": "Pains"})).slug == "pains"
    assert get(bakery, "/fr/categories/pains/").status_code == 200
    with bakery.entered():
        assert Category.objects.get(slug="pains")
        assert not FormerAddress.objects.filter(slug="pains").exists()


def test_another_shop_knows_nothing_of_it(bakery, bookshop, bread):
    move(bakery, bread, "miche")

    assert get(bookshop, "/fr/products/pain/").status_code == 404


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/FR/products/pain/?x=1", "/fr/products/pain/?x=1"),
        ("/FR/PRODUCTS/?Q=A", "/fr/products/?Q=A"),
        ("/FR/PRODUCTS/PAIN/", "/fr/products/pain/"),
        ("/fr//products/pain/", "/fr/products/pain/"),
        ("/fr/Products/pain/", "/fr/products/pain/"),
        ("/fr/search", "/fr/search/"),
        ("/fr/products/pain/).", "/fr/products/pain/"),
        ("/fr/products", "/fr/products/"),
    ],
)
def test_capitals_slashes_and_a_full_stop_do_not_lose_anybody(bakery, bread, path, there):
    assert leads(bakery, path) == (301, there)
    assert get(bakery, there).status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/fr/", "/\\evil.example/", "/fr/products//evil.example/", "/%2F/evil.example/"])
def test_no_address_leads_to_another_host(bakery, bread, path):
    answer = Client(HTTP_HOST=bakery.hostname).get(path, follow=False)

    assert answer.get("Location", "/").startswith("/")
    assert not answer.get("Location", "/").startswith(("//", "/\\"))


def _owner(shop):
    client = Client(HTTP_HOST=shop.hostname)
    with shop.entered():
        client.force_login(shop.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_shopkeeper_changes_an_address_and_is_told_why_not(bakery, bread):
    client = _owner(bakery)
    with bakery.entered():
        make.make_product(slug="brioche")
    url = f"/backoffice/products/{bread.pk}/address/"

    refused = client.post(url, {"address": "brioche"})
    saved = client.post(url, {"address": " Pain d’épeautre! "})

    assert refused.status_code == 422
    assert 'value="brioche"' in refused.text
    assert saved.status_code == 303
    assert leads(bakery, "/fr/products/pain/") == (301, "/fr/products/pain-depeautre/")
    with bakery.entered():
        assert ShopEvent.objects.filter(kind="product_moved").count() == 1
    assert client.post(f"/backoffice/categories/{bread.category_id}/address/", {"address": ""}).status_code == 422


def test_a_renamed_shop_keeps_its_former_names_and_may_take_one_back(bakery, bookshop, platform_scope, client):
    rename_shop(tenant=bakery.tenant, subdomain="Four-Anna")
    rename_shop(tenant=bakery.tenant, subdomain="anna")
    for former in ("bakery", "four-anna"):
        moved = client.get("/fr/?x=1", HTTP_HOST=f"{former}.localhost")
        assert (moved.status_code, moved["Location"]) == (301, "http://anna.localhost:8000/fr/?x=1")
    with pytest.raises(SubdomainTaken):
        rename_shop(tenant=bookshop.tenant, subdomain="bakery")

    rename_shop(tenant=bakery.tenant, subdomain="bakery")

    assert client.get("/fr/", HTTP_HOST="bakery.localhost").status_code == 200
    assert client.get("/fr/", HTTP_HOST="anna.localhost")["Location"] == "http://bakery.localhost:8000/fr/"
    assert Domain.objects.filter(tenant=bakery.tenant, is_primary=True).count() == 1


def test_a_shop_under_its_own_name_stays_there_when_its_subdomain_changes(bakery, platform_scope, client):
    Domain.objects.filter(tenant=bakery.tenant).update(is_primary=False)
    Domain.objects.create(tenant=bakery.tenant, domain="www.anna.example", is_primary=True, verified_at=now())

    rename_shop(tenant=bakery.tenant, subdomain="anna")

    assert client.get("/fr/", HTTP_HOST="anna.localhost")["Location"] == "http://www.anna.example:8000/fr/"


def test_platform_staff_change_a_shops_address_in_the_admin(bakery, bookshop, platform_scope):
    client = Client(HTTP_HOST="localhost")
    client.force_login(
        User.objects.create_superuser("mina@vitrine.test", language="en"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    url = f"/admin/tenants/tenant/{bakery.tenant.pk}/address/"

    assert client.get(url).status_code == 200
    assert f'href="{url}"' in client.get(f"/admin/tenants/tenant/{bakery.tenant.pk}/change/").text
    for refused in ("bookshop", "admin", "x", ""):
        assert client.post(url, {"subdomain": refused}).status_code == 422
    assert client.post(url, {"subdomain": "anna"}).status_code == 302
    assert Domain.objects.get(domain="anna").is_primary
    assert client.get("/admin/tenants/tenant/999999/address/").status_code == 404


def test_a_page_that_is_there_pays_nothing_for_those_that_moved(bakery, bread, django_assert_max_num_queries):
    move(bakery, bread, "miche")
    get(bakery, "/fr/products/miche/")

    with django_assert_max_num_queries(4, connection=connection):
        get(bakery, "/fr/products/miche/")
