"""Facts and defects: rows of short texts on a product's page."""

import pytest

from catalog.rules.lines import with_hidden_languages
from tenants.hosts import forget_hosts
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.catalog.test_backoffice_products import edit_data
from tests.factories.catalog import make_product, make_unique_piece
from tests.factories.catalog_pages import offer_languages

WIDTH = {"label": {"fr": "Largeur", "nl": "Breedte"}, "value": {"fr": "45 cm"}}
WOOD = {"label": {"fr": "Matière"}, "value": {"fr": "Hêtre"}}


def rows(*facts):
    """What a browser sends for these facts in French and Dutch, with two empty rows after them."""
    data = {}
    for place, fact in enumerate([*facts, {}, {}]):
        for part in ("label", "value"):
            for language in ("fr", "nl", "en", "de"):
                data[f"facts-{part}_{place}_{language}"] = fact.get(part, {}).get(language, "")
    return data


def defect_rows(*defects):
    return {
        f"defects-text_{place}_{language}": defect.get(language, "")
        for place, defect in enumerate([*defects, {}])
        for language in ("fr", "nl")
    }


def post(shop, product, **values):
    with shop.entered():
        data = edit_data(product, **values)
    return sign_in(shop).post(f"/backoffice/products/{product.pk}/", data)


def saved(shop, product):
    with shop.entered():
        product.refresh_from_db()
        return product.facts


def saved_defects(shop, product):
    with shop.entered():
        product.refresh_from_db()
        return product.defects


@pytest.fixture
def product(bakery):
    with bakery.entered():
        return make_product()


@pytest.fixture
def piece(bakery):
    with bakery.entered():
        return make_unique_piece().product


def test_rows_that_were_typed_are_facts_and_empty_rows_are_none(bakery, product):
    answer = post(bakery, product, **rows({}, WIDTH, {}, WOOD))

    assert answer.status_code == 303
    assert saved(bakery, product) == [WIDTH, WOOD]


def test_a_page_with_facts_shows_them_and_two_empty_rows(bakery, product):
    post(bakery, product, **rows(WIDTH))

    page = html_of(sign_in(bakery).get(f"/backoffice/products/{product.pk}/"))

    assert 'value="45 cm"' in page
    assert 'name="facts-label_2_fr"' in page
    assert 'name="facts-label_3_fr"' not in page
    assert "defects-" not in page  # only what is one of a kind has defects
    assert 'value="facts-remove:0"' in page
    assert 'value="facts-remove:1"' not in page


def test_twelve_facts_fill_the_page_and_a_thirteenth_is_not_taken(bakery, product):
    facts = [{"label": {"fr": f"Fait {number}"}, "value": {"fr": str(number)}} for number in range(13)]

    post(bakery, product, **rows(*facts))

    assert saved(bakery, product) == facts[:12]
    page = sign_in(bakery).get(f"/backoffice/products/{product.pk}/").text
    assert "facts-label_11_fr" in page
    assert "facts-label_12_fr" not in page
    assert 'value="facts"' not in page  # no button for more


def test_an_emptied_row_is_gone(bakery, product):
    post(bakery, product, **rows(WIDTH, WOOD))

    post(bakery, product, **rows({}, WOOD))

    assert saved(bakery, product) == [WOOD]


def test_the_button_of_a_row_removes_it_whatever_it_says(bakery, product):
    post(bakery, product, **rows(WIDTH, WOOD))

    answer = post(bakery, product, **rows({"label": {"fr": "x" * 99}, "value": {"nl": "?"}}, WOOD), then="facts-remove:0")

    assert (answer.status_code, answer["Location"]) == (303, f"/backoffice/products/{product.pk}/#facts")
    assert saved(bakery, product) == [WOOD]


@pytest.mark.parametrize(
    "then", ["facts-remove:", "facts-remove:-1", "facts-remove:" + "9" * 30, "facts-remove:11", "defects-remove:0", "facts"]
)
def test_a_button_of_no_row_removes_nothing(then, bakery, product):
    assert post(bakery, product, **rows(WIDTH), then=then).status_code == 303

    assert saved(bakery, product) == [WIDTH]


def test_a_page_sent_without_rows_leaves_the_facts(bakery, product, piece):
    post(bakery, product, **rows(WIDTH))
    post(bakery, piece, **defect_rows({"fr": "Rayé"}))

    post(bakery, product, name_fr="Other")
    post(bakery, piece, name_fr="Other")

    assert saved(bakery, product) == [WIDTH]
    assert saved_defects(bakery, piece) == [{"fr": "Rayé"}]


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        ({"label": {"fr": "Largeur"}}, "value_0_fr"),
        ({"value": {"fr": "45 cm"}}, "label_0_fr"),
        ({"label": {"nl": "Breedte"}, "value": {"nl": "45 cm"}}, "label_0_fr"),
        ({"label": {"fr": "x" * 41}, "value": {"fr": "45 cm"}}, "label_0_fr"),
        ({"label": {"fr": "Largeur"}, "value": {"fr": "x" * 100_000}}, "value_0_fr"),
        ({"label": {"fr": "Largeur", "de": "x" * 41}, "value": {"fr": "45 cm"}}, "label_0_de"),
    ],
    ids=["no_value", "no_label", "not_in_french", "long_label", "very_long_value", "long_german"],
)
def test_a_row_that_is_not_right_yet_is_explained_beside_its_field(fact, field, bakery, product):
    post(bakery, product, **rows(WOOD))

    answer = post(bakery, product, name_fr="New name", **rows(fact))

    assert answer.status_code == 422
    assert f'id="id_facts-{field}_error"' in answer.text
    assert f'href="#id_facts-{field}"' in answer.text
    assert 'value="New name"' in answer.text
    assert answer.text.count('class="field-error"') == 1
    assert saved(bakery, product) == [WOOD]
    with bakery.entered():
        assert product.name_fr != "New name"


def test_a_mistake_in_a_folded_language_opens_it(bakery, product):
    answer = post(bakery, product, **rows({**WIDTH, "label": {"fr": "Largeur", "nl": "x" * 41}}))

    assert html_of(answer).count('<details class="fold" open>') >= 1


def test_what_is_not_translated_is_counted(bakery, product):
    offer_languages(bakery.tenant, "fr,nl")

    post(bakery, product, **rows(WIDTH, WOOD))

    assert "Dutch 1 missing" in words_of(sign_in(bakery).get(f"/backoffice/products/{product.pk}/"))


def test_languages_that_the_shop_does_not_offer_stay_with_their_line(bakery, product):
    german = {"label": {"fr": "Largeur", "de": "Breite"}, "value": {"fr": "45 cm", "de": "45 cm"}}
    post(bakery, product, **rows(german, WOOD))
    offer_languages(bakery.tenant, "fr")
    forget_hosts()

    post(bakery, product, **rows(WOOD, {"label": {"fr": "Largeur", "de": "Forged"}, "value": {"fr": "46 cm"}}))

    assert saved(bakery, product) == [WOOD, {"label": {"fr": "Largeur", "de": "Breite"}, "value": {"fr": "46 cm", "de": "45 cm"}}]


def test_a_nul_byte_in_a_row_is_refused(bakery, product):
    assert post(bakery, product, **rows({"label": {"fr": "a\x00"}, "value": {"fr": "b"}})).status_code == 400

    assert saved(bakery, product) == []


def test_customers_read_the_facts_in_their_language(client, bakery):
    with bakery.entered():
        product = make_product(slug="shelf")
    post(bakery, product, **rows({"label": {"fr": "Largeur", "nl": "Breedte"}, "value": {"fr": "<b>45</b> cm"}}))

    page = client.get("/nl/products/shelf/", HTTP_HOST=bakery.hostname).text

    assert "Breedte" in page
    assert "&lt;b&gt;45&lt;/b&gt; cm" in page


# ---- defects ------------------------------------------------------------------------------------


def test_defects_of_a_piece_are_saved_in_their_order(client, bakery, piece):
    answer = post(bakery, piece, condition="worn", **defect_rows({"fr": "Rayé", "nl": "Gekrast"}, {}, {"fr": "Un clou en moins"}))

    assert answer.status_code == 303
    assert saved_defects(bakery, piece) == [{"fr": "Rayé", "nl": "Gekrast"}, {"fr": "Un clou en moins"}]
    page = html_of(client.get(f"/nl/products/{piece.slug}/", HTTP_HOST=bakery.hostname))
    assert [part.split("</span>")[0] for part in page.split("<span>") if part.startswith(("Gekrast", "Un clou"))] == [
        "Gekrast",
        "Un clou en moins",
    ]


def test_eight_defects_at_most(bakery, piece):
    post(bakery, piece, **defect_rows(*({"fr": f"Rayure {number}"} for number in range(9))))

    assert saved_defects(bakery, piece) == [{"fr": f"Rayure {number}"} for number in range(8)]


@pytest.mark.parametrize("defect", [{"nl": "Gekrast"}, {"fr": "x" * 201}], ids=["not_in_french", "long"])
def test_a_defect_that_is_not_right_yet_is_refused(defect, bakery, piece):
    answer = post(bakery, piece, **defect_rows(defect))

    assert answer.status_code == 422
    assert 'id="id_defects-text_0_fr_error"' in answer.text
    assert saved_defects(bakery, piece) == []


def test_a_product_that_is_not_one_of_a_kind_takes_no_defects(bakery, product):
    assert post(bakery, product, **defect_rows({"fr": "Rayé"})).status_code == 303

    assert saved_defects(bakery, product) == []


def test_defects_are_shown_also_without_a_condition(client, bakery):
    with bakery.entered():
        piece = make_unique_piece(condition="", slug="it").product
    post(bakery, piece, **defect_rows({"fr": "Rayé au dos"}))

    assert "Rayé au dos" in client.get("/fr/products/it/", HTTP_HOST=bakery.hostname).text


def test_another_shops_product_is_not_there(bakery, bookshop, product):
    with bookshop.entered():
        theirs = make_product(pk=987_654, slug="theirs")
        data = edit_data(theirs, **rows(WIDTH))

    assert sign_in(bakery).post("/backoffice/products/987654/", data).status_code == 404
    assert saved(bookshop, theirs) == []


# ---- rule ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "before", "expected"),
    [
        ([], [{"text": {"fr": "a"}}], []),
        ([{"text": {"fr": "a", "nl": ""}}], [], [{"text": {"fr": "a"}}]),
        ([{"text": {"fr": "a", "nl": ""}}], [{"text": {"fr": "a", "nl": "b", "de": "c"}}], [{"text": {"fr": "a", "de": "c"}}]),
        ([{"text": {"fr": "new", "nl": "b"}}], [{"text": {"fr": "a", "de": "c"}}], [{"text": {"fr": "new", "nl": "b"}}]),
    ],
    ids=["none", "empty_left_out", "hidden_kept", "another_line"],
)
def test_with_hidden_languages(lines, before, expected):
    assert with_hidden_languages(lines, before, own="fr") == expected
