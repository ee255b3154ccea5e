"""Finding what was typed, also when it was mistyped."""

import re

import pytest

from catalog.models import Product
from catalog.rules.search import MAX_QUERY, MAX_WORDS, clean_query, fold, query_words, search_text
from catalog.services.index_product import index_product
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Épeautre", "epeautre"),
        ("Œuf, cœur", "oeuf, coeur"),
        ("GRÖSSE Straße", "grosse strasse"),
        ("l’apéro", "l'apero"),
        ("ﬁn", "fin"),
    ],
)
def test_folding_takes_away_what_people_do_not_type(text, folded):
    assert fold(text) == folded


def test_a_query_is_stripped_and_cut_and_its_words_are_few():
    assert clean_query("  pain  ") == "pain"
    assert len(clean_query("x" * 500)) == MAX_QUERY
    assert query_words("Pain, PAIN « levain » !") == ["pain", "levain"]
    assert len(query_words(" ".join(f"w{n}" for n in range(30)))) == MAX_WORDS
    assert search_text(["Pain", "pain", None, ""]) == "pain"


@pytest.fixture
def shelf(bakery):
    with bakery.entered():
        bread = make.make_category("Bread", slug="bread", name_fr="Pains", name_nl="Broden")
        make.make_product("Sourdough", slug="levain", name_fr="Pain au levain", name_nl="Zuurdesembrood", category=bread)
        make.make_product("Croissant", slug="croissant", name_fr="Croissant au beurre", hint_fr="Feuilleté, doré")
        make.make_product("Egg", slug="oeuf", name_fr="Œufs de Hesbaye", description_fr="Pour accompagner le pain du matin")
        make.make_product("Secret", slug="secret", name_fr="Pain secret", status="draft")
        pages.settle()


def _found(client, shop, query):
    response = client.get("/fr/search/", {"q": query}, HTTP_HOST=shop.hostname)
    assert response.status_code == 200
    return re.findall(r'<h3><a href="/fr/products/([a-z]+)/">', response.text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("levain", ["levain"], id="a word"),
        pytest.param("LEVAIN pain", ["levain"], id="all words, in any order"),
        pytest.param("feuillete", ["croissant"], id="without accents"),
        pytest.param("feuilleté", ["croissant"], id="with accents"),
        pytest.param("oeufs", ["oeuf"], id="a ligature taken apart"),
        pytest.param("zuurdesem", ["levain"], id="in another language"),
        pytest.param("broden", ["levain"], id="by its category"),
        pytest.param("crois", ["croissant"], id="the beginning of a word"),
        pytest.param("pain", ["levain", "oeuf"], id="those that name it first"),
        pytest.param("crossant", ["croissant"], id="a letter missing"),
        pytest.param("croisant au bere", ["croissant"], id="two typos"),
        pytest.param("lvain", ["levain"], id="a typo in a short word"),
    ],
)
def test_products_are_found(client, bakery, shelf, query, found):
    assert _found(client, bakery, query) == found


def test_nothing_like_it_shows_the_closest_and_how_to_ask(client, bakery, shelf):
    with bakery.entered():
        pages.settle(phone="02 000 00 00")

    html = client.get("/fr/search/", {"q": "xylophone"}, HTTP_HOST=bakery.hostname).text

    assert 'id="closest"' in html
    assert "02 000 00 00" in html
    assert html.count('<article class="card') == 3
    assert "secret" not in html


@pytest.mark.parametrize(
    "query", ["%", "_", "'", '"', "\\", "'; DROP TABLE catalog_product; --", "a%' OR '1'='1", "%25", "((", "&|!", "💐", "a" * 9999]
)
def test_signs_of_any_kind_are_only_text(client, bakery, shelf, query):
    response = client.get("/fr/search/", {"q": query}, HTTP_HOST=bakery.hostname)

    assert response.status_code == 200
    with bakery.entered():
        assert Product.objects.count() == 4


@pytest.mark.parametrize("sign", ["%", "_"])
def test_a_wildcard_finds_only_itself(client, bakery, shelf, sign):
    html = client.get("/fr/search/", {"q": sign}, HTTP_HOST=bakery.hostname).text

    assert 'class="pages"' not in html
    assert 'id="closest"' in html


def test_what_was_typed_stays_in_the_field(client, bakery, shelf):
    html = client.get("/fr/search/", {"q": '  "levain" <b>'}, HTTP_HOST=bakery.hostname).text

    assert 'value="&quot;levain&quot; &lt;b&gt;"' in html
    assert 'role="status"' in html


def test_another_shop_finds_nothing_of_this_one(client, bakery, bookshop, shelf):
    assert _found(client, bakery, "levain") == ["levain"]
    assert _found(client, bookshop, "levain") == []


def test_indexing_follows_the_texts_and_may_run_twice(bakery):
    with bakery.entered():
        product = make.make_product("Loaf", name_fr="Miche", variants=2)
        for _ in range(2):
            index_product(product.pk)
        product.refresh_from_db()
        words = product.search_text.split("\n")

        assert {"miche", "loaf", "petit", "medium"} <= set(words)
        assert any(word.startswith("sku-") for word in words)
        index_product(10**15)  # gone meanwhile: nothing happens
