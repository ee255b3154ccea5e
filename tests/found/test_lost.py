"""The page for an address that leads nowhere: it helps people on, and costs nothing when a machine guesses."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from shops.rules.lost_paths import closest, is_a_machines_guess, tidy, words_in
from shops.storefront import errors
from tests.answers import words_of
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import get, head_of


@pytest.fixture
def shelves(bakery):
    with bakery.entered():
        bread, cakes = make.make_category("Pains", slug="pains"), make.make_category("Gâteaux", slug="gateaux")
        for name in ("Pain d’épeautre", "Pain complet", "Tarte au sucre"):
            make.make_product(name, slug=name[:6].lower().replace(" ", "-").replace("’", ""), category=cakes if "Tarte" in name else bread)
        pages.settle(phone="02 111 11 11", email="anna@bakery.test")
    return bakery


@pytest.mark.parametrize("theme", ["serre", "brocante", "comptoir"])
@pytest.mark.parametrize("language", ["fr", "nl", "en", "de"])
def test_it_offers_what_was_meant_the_shelves_and_the_shop_itself(shelves, theme, language):
    with shelves.entered():
        pages.settle(theme=theme)

    answer = get(shelves, f"/{language}/products/pains-epautre-bio/")
    text = answer.text

    assert answer.status_code == 404
    assert 'value="pains epautre bio"' in text
    assert "épeautre" in words_of(answer)
    assert "sucre" not in words_of(answer)
    assert f'href="/{language}/categories/pains/"' in text
    assert f'href="/{language}/"' in text
    assert "tel:021111111" in text
    assert "mailto:anna@bakery.test" in text
    assert not head_of(answer).is_indexed
    assert not answer.cookies


def test_a_category_that_is_meant_comes_first(shelves):
    text = get(shelves, "/fr/collections/gateau/").text.split('id="shelves"')[1]

    assert text.index("/fr/categories/gateaux/") < text.index("/fr/categories/pains/")


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php",
        "/fr/index.php",
        "/.env",
        "/.git/config",
        "/fr/x.aspx",
        "/wp-content/x/",
        "/xmlrpc.php",
        "/a" * 200,
        "/apple-touch-icon.png",
    ],
)
def test_scanners_get_a_short_answer_and_no_statement(shelves, path):
    get(shelves, "/fr/search/")
    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["platform"]) as platform:
        answer = get(shelves, path)

    assert answer.status_code == 404
    assert len(answer.content) < 200
    assert (len(own), len(platform)) == (0, 0)


def test_a_picture_that_is_not_there_is_no_page(shelves):
    answer = get(shelves, "/fr/nothing/", headers={"sec-fetch-dest": "image"})

    assert (answer.status_code, answer.content) == (404, b"")


def test_it_costs_few_statements_and_after_many_a_minute_none(shelves, monkeypatch):
    monkeypatch.setattr(errors, "LOOKS_A_MINUTE", 2)
    get(shelves, "/fr/search/")
    costs = []
    for word in ("pain", "tarte", "complet", "sucre"):
        with CaptureQueriesContext(connections["default"]) as own:
            answer = get(shelves, f"/fr/{word}/")
        costs.append(len(own))
        assert answer.status_code == 404
        assert f'value="{word}"' in answer.text

    assert max(costs[:2]) <= 5
    assert costs[2:] == [0, 0]


@pytest.mark.parametrize(
    "path", ["/fr/%3Cscript%3Ealert(1)%3C/script%3E/", "/fr/%27%22%3E%3Csvg/", "/fr/%25%25%20_/", "/fr/日本語/", "/fr/a%0Ab/"]
)
def test_nothing_in_an_address_breaks_it(shelves, path):
    answer = get(shelves, path)

    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "<svg/" not in answer.text


def test_the_backoffice_says_nothing_of_what_is_sold(shelves):
    answer = get(shelves, "/backoffice/nothing/pain/")

    assert answer.status_code in (302, 404)
    assert "Pain complet" not in answer.text


def test_words_and_paths():
    assert words_in("/fr/products/pain-epeautre-2/") == ["pain", "epeautre"]
    assert words_in("/fr/product/12345/index.html") == []
    assert words_in("/a/bb/" + "x" * 40) == []
    assert words_in("/fr/un_deux_trois_quatre_cinq_six/") == ["trois", "quatre", "cinq", "six"]
    assert tidy("/FR//Products/it") == "/fr/products/it/"
    assert tidy("/fr/products/it/).") == "/fr/products/it/"
    assert is_a_machines_guess("/x/.env")
    assert not is_a_machines_guess("/fr/products/wp-plante/")
    assert closest(["gateau"], ["Pains", "Gâteaux"]) == [1]
    assert closest([], ["Pains"]) == []
