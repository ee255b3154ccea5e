"""What strangers and signed-in people see on the platform's own host."""

import re

import pytest

from kit.clock import now
from tenants.models import Domain, Tenant
from tenants.services.suspend_shop import suspend_shop
from tenants.services.update_listing import update_listing

LANGUAGES = ("fr", "nl", "en", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_answers_in_each_language(client, bakery, language):
    response = client.get(f"/{language}/", HTTP_HOST="localhost")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert not response.cookies


def test_home_without_a_language_leads_to_one(client, bakery):
    response = client.get("/", HTTP_HOST="localhost", headers={"accept-language": "nl-BE,nl;q=0.9"})

    assert (response.status_code, response.url) == (302, "/nl/")


def test_home_lists_the_open_shops_with_their_commune(client, bakery, bookshop):
    update_listing(tenant_id=bakery.ref.id, name="Boulangerie", tagline="pain", postcode="1050", languages=("fr", "nl"))

    french, dutch = (client.get(f"/{language}/", HTTP_HOST="localhost").text for language in ("fr", "nl"))

    assert 'href="http://bakery.localhost:8000/"' in french
    assert 'href="http://bookshop.localhost:8000/"' in french
    assert "1050 Ixelles" in french
    assert "1050 Elsene" in dutch


def test_home_leaves_out_a_suspended_and_an_unlisted_shop(client, bakery, bookshop):
    suspend_shop(tenant=bakery.tenant, now=now())
    Tenant.objects.filter(pk=bookshop.ref.id).update(is_listed=False)

    text = client.get("/fr/", HTTP_HOST="localhost").text

    assert "bakery.localhost" not in text
    assert "bookshop.localhost" not in text


def test_home_asks_the_database_as_often_for_many_shops(client, bakery, bookshop, django_assert_num_queries):
    with django_assert_num_queries(3, connection=_platform()):
        client.get("/fr/", HTTP_HOST="localhost")


def test_open_shops_stand_in_the_street_and_examples_only_where_there_are_too_few(client, bakery):
    text = client.get("/en/", HTTP_HOST="localhost").text

    assert text.count('class="front-example"') == 1  # the cast's two shops are open
    assert text.count("is-words") == 2
    assert 'src="/static/img/vitrine-serre-en.jpg"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_of_ourselves_are_in_the_language_of_the_page(client, bakery, language):
    assert f"/static/img/telephone-produit-{language}.jpg" in client.get(f"/{language}/", HTTP_HOST="localhost").text


@pytest.mark.parametrize(
    ("name", "shown", "is_free"),
    [
        ("chez-fatou", "chez-fatou.localhost", True),
        ("Chez Fatou & fils", "chez-fatou-fils.localhost", True),
        ("Bakery", "bakery.localhost", False),
        ("www", "www.localhost", False),
    ],
)
def test_looking_up_a_name_says_whether_its_address_is_free(client, bakery, name, shown, is_free):
    response = client.get("/en/open/", {"name": name}, HTTP_HOST="localhost")

    assert response.status_code == 200
    assert f"<strong>{shown}</strong>" in response.text
    assert ("This address is free today." in response.text) is is_free
    assert ("body=" in response.text) is is_free


@pytest.mark.parametrize(
    ("language", "near"), [("fr", "bakery-boutique bakery-bruxelles bakery-2"), ("nl", "bakery-winkel bakery-brussel bakery-2")]
)
def test_a_name_that_is_taken_is_answered_with_free_ones_near_it(language, near, client, bakery):
    response = client.get(f"/{language}/open/", {"name": "Bakery"}, HTTP_HOST="localhost")

    links = re.findall(rf'<a class="chip" href="/{language}/open/\?name=Bakery&amp;address=([a-z0-9-]+)">', response.text)
    assert links == near.split()
    for label in links:
        chosen = client.get(f"/{language}/open/", {"name": "Bakery", "address": label}, HTTP_HOST="localhost")
        assert f"<strong>{label}.localhost</strong>" in chosen.text
        assert "is-warn" not in chosen.text


def test_an_address_that_is_taken_is_not_offered(client, bakery, platform_scope):
    Domain.objects.create(tenant=bakery.tenant, domain="bakery-shop", is_primary=False)

    response = client.get("/en/open/", {"name": "Bakery"}, HTTP_HOST="localhost")

    assert "bakery-shop" not in response.text
    assert "address=bakery-brussels" in response.text


@pytest.mark.parametrize("name", ["", "   ", "!!!", "é" * 500, "<script>alert(1)</script>", "xn--bakery", "a.b/../c", "𝕓akery"])
def test_looking_up_anything_answers_a_page(client, bakery, name):
    response = client.get("/en/open/", {"name": name}, HTTP_HOST="localhost")

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert 'href="mailto:bonjour@localhost?subject=' in response.text


def test_looking_up_a_name_that_no_database_can_hold_is_refused(client, bakery):
    assert client.get("/en/open/?name=a%00b", HTTP_HOST="localhost").status_code == 400


def test_my_shops_asks_strangers_to_sign_in(client, bakery):
    response = client.get("/account/", HTTP_HOST="localhost")

    assert (response.status_code, response.url) == (302, "/account/login/?next=/account/")


def test_my_shops_lists_the_shops_of_the_person_and_no_other(client, bakery, bookshop, platform_scope):
    client.force_login(bakery.owner)

    response = client.get("/account/", HTTP_HOST="localhost")

    assert 'href="http://bakery.localhost:8000/backoffice/"' in response.text
    assert "bookshop" not in response.text
    assert "/admin/" not in response.text
    assert "no-store" in response["Cache-Control"]


def test_my_shops_shows_the_admin_to_platform_staff(client, bakery, platform_scope):
    bakery.owner.is_staff = True
    bakery.owner.save()
    client.force_login(bakery.owner)

    assert 'href="/admin/"' in client.get("/account/", HTTP_HOST="localhost").text


def test_platform_pages_do_not_exist_on_a_shop(client, bakery):
    assert client.get("/fr/open/", HTTP_HOST=bakery.hostname).status_code == 404
    assert client.get("/account/", HTTP_HOST=bakery.hostname).status_code in (302, 404)
    assert client.get("/healthz", HTTP_HOST=bakery.hostname).status_code in (302, 404)


def test_an_unknown_host_leads_to_the_platform_and_offers_its_name(client, bakery):
    text = client.get("/fr/", HTTP_HOST="chez-fatou.localhost").text

    assert 'href="http://localhost:8000/fr/#shops"' in text
    assert 'href="http://localhost:8000/fr/open/?name=chez-fatou"' in text
    assert 'hreflang="nl"' not in text


def test_an_unknown_address_answers_404_in_the_platforms_look(client, bakery):
    response = client.get("/fr/nothing/", HTTP_HOST="localhost")

    assert response.status_code == 404
    assert 'data-theme="platform"' in response.text


def test_robots_are_kept_from_the_doors(client, bakery):
    response = client.get("/robots.txt", HTTP_HOST="localhost")

    assert response["Content-Type"] == "text/plain"
    assert "Disallow: /admin/" in response.text


def _platform():
    from django.db import connections

    return connections["platform"]
