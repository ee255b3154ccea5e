"""The home page shows what the shopkeeper arranged, and without an arrangement what its theme shows."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from shops.models import HomeSection, SectionKind, Theme
from shops.rules.home import SEVERAL, SINGLE
from shops.rules.themes import THEMES
from tests.factories import catalog as make
from tests.factories.catalog_pages import settle


def _arrange(*kinds, **texts):
    for position, kind in enumerate(kinds):
        HomeSection.objects.create(kind=kind, position=position, **(texts if kind in ("words", "shelf") else {}))
    for kind in set(SINGLE) - set(kinds):
        HomeSection.objects.create(kind=kind, position=99, is_shown=False)


def _home(client, shop):
    response = client.get("/fr/", HTTP_HOST=shop.hostname)
    assert response.status_code == 200
    return response.text


def _order(html, *texts):
    places = [html.index(text, html.index("<main")) for text in texts]
    return places == sorted(places)


@pytest.mark.parametrize("theme", THEMES)
def test_sections_stand_in_the_order_of_the_shop(client, bakery, theme):
    with bakery.entered():
        make.make_product("Miche")
        _arrange("hero", "visit", "story", "products")
        settle(theme=theme, hero_title_fr="Du pain", story_title_fr="Depuis 1950", story_text_fr="Ma tante.", street_fr="Rue Haute 1")

    assert _order(_home(client, bakery), "Du pain", "Rue Haute 1", "Depuis 1950", "Miche")


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_hidden_is_not_on_the_page_which_keeps_one_headline(client, bakery, theme):
    with bakery.entered():
        make.make_product("Miche")
        _arrange("products")
        settle(theme=theme, hero_title_fr="Du pain", story_text_fr="Ma tante.")

    html = _home(client, bakery)

    assert "Ma tante." not in html
    assert "Du pain" not in html.partition("<main")[2]
    assert html.count("<h1") == 1
    assert "Miche" in html


@pytest.mark.parametrize("theme", THEMES)
def test_own_words_and_one_category_are_shown_where_they_were_put(client, bakery, theme):
    with bakery.entered():
        shelf = make.make_category("Brioches", slug="brioches")
        make.make_product("Cramique", category=shelf)
        _arrange("hero", "shelf", "words", category_id=shelf.pk, title_fr="Noël <b>", text_fr="Réservez tôt.\n\nMerci.")
        settle(theme=theme)

    html = _home(client, bakery)

    assert _order(html, "Cramique", "<p>Réservez tôt.</p>", "<p>Merci.</p>")
    assert "Noël &lt;b&gt;" in html


def test_a_category_with_nothing_online_leaves_no_empty_shelf(client, bakery):
    with bakery.entered():
        make.make_product("Miche")
        _arrange("hero", "shelf", "products", category_id=987654, title_fr="Vide")
        settle()

    assert "Vide" not in _home(client, bakery)


def test_the_number_of_products_is_the_shopkeepers(client, bakery):
    with bakery.entered():
        for number in range(9):
            make.make_product(f"Miche {number}", slug=f"m{number}")
        _arrange("hero")
        HomeSection.objects.filter(kind="products").update(count=4, is_shown=True)
        settle()

    assert _home(client, bakery).count("Miche ") == 4


@pytest.mark.parametrize("theme", THEMES)
def test_news_is_said_once_on_the_home_page(client, bakery, theme):
    with bakery.entered():
        _arrange("hero", "words", "announcement", title_fr="Bonjour")
        settle(theme=theme, announcement_fr="Galettes en janvier")

    assert _home(client, bakery).count("Galettes en janvier") == 1


def test_many_lists_cost_no_more_statements_than_one(client, bakery):
    with bakery.entered():
        shelf = make.make_category("Brioches", slug="brioches")
        for number in range(9):
            make.make_product(f"Miche {number}", slug=f"m{number}", category=shelf)
        _arrange("hero", "products", "shelf", "shelf", category_id=shelf.pk)
        settle()
    _home(client, bakery)

    with CaptureQueriesContext(connections["default"]) as queries:
        _home(client, bakery)

    assert len(queries) <= 4


def test_models_and_rules_name_the_same_themes_and_sections():
    assert set(Theme.values) == set(THEMES)
    assert set(SectionKind.values) == {*SINGLE, *SEVERAL}
    assert {kind for facts in THEMES.values() for kind in facts.sections} <= set(SINGLE)
