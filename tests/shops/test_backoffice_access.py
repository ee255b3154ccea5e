"""Who gets into which page of the backoffice."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import get_resolver

from shops.models import ShopSettings
from tenants.permissions import permissions_of
from tests.forms import form_with

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def backoffice_pages():
    """Each named pattern of the backoffice that takes no argument, with what it needs."""
    pages = {}
    for pattern in get_resolver("config.urls_shop").url_patterns:
        for inner in getattr(pattern, "url_patterns", []):
            name = getattr(inner, "name", None) or ""
            if name.startswith("bo_") and not inner.pattern.converters and not name.startswith(("bo_payments", "bo_subscription_")):
                pages[name] = ("/backoffice/" + str(inner.pattern), inner.callback.backoffice_needs)
    return pages


PAGES = backoffice_pages()


def sign_in(shop, user):
    client = Client(HTTP_HOST=shop.hostname)
    with shop.entered():
        client.force_login(user, backend=BACKEND)
    return client


def as_response(answer, path):
    """Give an answer of Django's client the looks that tests.forms reads."""
    return SimpleNamespace(text=answer.text, request=SimpleNamespace(url=SimpleNamespace(path=path)))


def test_the_backoffice_has_its_pages():
    assert {"bo_today", "bo_orders", "bo_products", "bo_product_new", "bo_shop", "bo_shop_texts", "bo_shop_hours"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_who_one_is_and_comes_back_afterwards(name, bakery, client):
    url, _needs = PAGES[name]

    answer = client.get(url, HTTP_HOST=bakery.hostname)

    assert answer.status_code == 302
    assert answer["Location"] == f"/backoffice/account/login/?next={url}"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_exist_for_the_owner_of_another_shop(name, bakery, bookshop):
    url, _needs = PAGES[name]

    assert sign_in(bakery, bookshop.owner).get(url).status_code == 404
    assert sign_in(bakery, bookshop.owner).post(url, {"name": "stolen"}).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_the_owner_and_for_a_manager_where_they_may(name, bakery):
    url, needs = PAGES[name]

    owner, staff = sign_in(bakery, bakery.owner).get(url), sign_in(bakery, bakery.staff).get(url)

    assert owner.status_code in (200, 404, 405)  # 405: a button, which nobody opens; 404: a file that has to be asked for exactly
    assert owner["Cache-Control"] == "private, no-store"
    assert staff.status_code == (owner.status_code if needs in permissions_of("manager") else 403)
    if staff.status_code == 200 and staff["Content-Type"].startswith("text/html") and name != "bo_shop_look_preview":  # the storefront
        assert "bo-nav" in staff.text


def test_a_session_of_one_shop_is_worthless_in_another(bakery, bookshop):
    client = sign_in(bakery, bakery.owner)

    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 200
    assert client.get("/backoffice/", HTTP_HOST=bookshop.hostname).status_code == 302


def test_the_pages_speak_the_language_of_the_person(bakery):
    bakery.owner.language = "nl"
    bakery.owner.save()

    answer = sign_in(bakery, bakery.owner).get("/backoffice/", HTTP_ACCEPT_LANGUAGE="en")

    assert '<html lang="nl"' in answer.text


def test_a_form_sent_after_the_session_ended_comes_back_with_what_was_typed(bakery, client):
    typed = {"name": "Le Four", "story_text_fr": 'Levain "doux"\n<b>et lent</b>', "tagline_fr": "", "password": "hush", "d": ["1", "2"]}
    referer = {"HTTP_REFERER": f"http://{bakery.hostname}/backoffice/shop/texts/?x=1"}

    answer = client.post("/backoffice/shop/texts/", typed, HTTP_HOST=bakery.hostname, **referer)

    assert answer.status_code == 403
    assert answer["Cache-Control"] == "private, no-store"
    assert "Levain &quot;doux&quot;" in answer.text
    assert "<b>et lent" not in answer.text
    assert "hush" not in answer.text
    assert "/backoffice/account/login/?next=/backoffice/shop/texts/" in answer.text
    form = form_with(as_response(answer, "/backoffice/shop/texts/"), "name")
    sent_again = {name: value for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}
    assert sent_again == {"name": "Le Four", "story_text_fr": typed["story_text_fr"], "tagline_fr": "", "d": "2"}

    again = sign_in(bakery, bakery.owner).post("/backoffice/shop/texts/", form.fields)

    assert again.status_code == 303
    with bakery.entered():
        assert "Levain" in ShopSettings.objects.get().story_text_fr


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(bakery, client):
    page = "/backoffice/orders/1001/"
    ours, theirs, nobodys = (
        client.post("/backoffice/shop/hours/", HTTP_HOST=bakery.hostname, HTTP_REFERER=f"http://{host}{page}")
        for host in (bakery.hostname, "evil.example", "[")
    )

    assert (ours.status_code, ours["Location"]) == (302, f"/backoffice/account/login/?next={page}")
    for answer in (theirs, nobodys):
        assert (answer.status_code, answer["Location"]) == (302, "/backoffice/account/login/?next=/backoffice/")


def test_signing_out_ends_it(bakery):
    client = sign_in(bakery, bakery.owner)

    answer = client.post("/backoffice/account/logout/")

    assert answer.status_code == 302
    assert client.get("/backoffice/").status_code == 302


def test_a_fragment_that_asks_again_after_the_session_ended_changes_nothing_on_the_page(bakery, client):
    answer = client.get("/backoffice/", HTTP_HOST=bakery.hostname, HTTP_HX_REQUEST="true")

    assert (answer.status_code, answer.content) == (204, b"")
