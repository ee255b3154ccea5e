"""The shelves of the shop: added, named, moved and taken down by the shopkeeper, and followed by the storefront."""

import pytest

from catalog.models import Category, Product
from catalog.rules.categories import MAX_CATEGORIES, CategoryWords, moved, taken_names
from catalog.services.add_category import CategoryNameTaken, TooManyCategories, add_category, category_called
from catalog.services.create_product import NewProduct, create_product
from catalog.services.move_category import move_category
from catalog.services.remove_category import remove_category
from catalog.services.update_category import update_category
from catalog.services.update_product import ProductChanges, update_product
from kit import versions
from kit.clock import now
from tests.answers import title_of, words_of
from tests.backoffice_tools import sign_in
from tests.catalog.test_backoffice_products import NEW as NEW_PRODUCT
from tests.catalog.test_backoffice_products import edit_data
from tests.catalog.test_backoffice_products import typed as typed_product
from tests.factories.catalog import make_category, make_product
from tests.factories.catalog_pages import offer_languages

LIST = "/backoffice/categories/"
NEW = "/backoffice/categories/new/"
GONE = 987_654


def typed(**values):
    return {"name_fr": "Pains", "name_nl": "", "name_en": "", "name_de": "", "icon": "", **values}


def shelves():
    """What there is, as a witness: slug, own name, icon, position."""
    return list(Category.objects.order_by("position", "id").values_list("slug", "name_fr", "icon", "position"))


# ---- add ----------------------------------------------------------------------------------------


def test_a_category_gets_its_names_its_icon_and_the_last_place(bakery, bookshop):
    with bakery.entered():
        make_category("First", position=4)

    answer = sign_in(bakery).post(NEW, typed(name_fr="  Pains   d’ici ", name_nl="Brood", icon="wheat"))

    assert (answer.status_code, answer["Location"]) == (303, LIST)
    with bakery.entered():
        category = Category.objects.get(slug="pains-dici")
        assert (category.name_fr, category.name_nl, category.name_en) == ("Pains d’ici", "Brood", "")
        assert (category.icon, category.position) == ("wheat", 5)
    with bookshop.entered():
        assert shelves() == []


def test_the_shops_own_language_is_demanded_and_what_was_typed_stays(bakery):
    answer = sign_in(bakery).post(NEW, typed(name_fr=" ", name_nl="<i>Brood</i>", icon="wheat"))

    assert answer.status_code == 422
    assert title_of(answer).startswith("Error:")
    assert 'id="id_name_fr_error"' in answer.text
    assert "&lt;i&gt;Brood&lt;/i&gt;" in answer.text
    with bakery.entered():
        assert shelves() == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_name_that_another_category_has_is_refused_beside_its_field(language, bakery):
    with bakery.entered():
        make_category(slug="pains", name_fr="Pâtisseries", name_nl="Gebak")
        before = shelves()

    answer = sign_in(bakery).post(NEW, typed(**{"name_fr": "Autre", f"name_{language}": {"fr": "  PÂTISSERIES", "nl": "gebak "}[language]}))

    assert answer.status_code == 422
    assert f'id="id_name_{language}_error"' in answer.text
    assert "Another category has this name already." in words_of(answer)
    with bakery.entered():
        assert shelves() == before


def test_the_same_name_in_two_shops_is_nobodys_business(bakery, bookshop):
    with bookshop.entered():
        make_category(slug="pains", name_fr="Pains")

    assert sign_in(bakery).post(NEW, typed()).status_code == 303

    with bakery.entered():
        assert shelves() == [("pains", "Pains", "", 0)]


def test_addresses_of_categories_are_unique_and_never_empty(bakery):
    with bakery.entered():
        for name in ("Pains", "Pains !", "面包", "面条", "x" * 60):
            add_category(words=CategoryWords(names={"fr": name}))

        assert [slug for slug, *_rest in shelves()] == ["pains", "pains-2", "categorie", "categorie-2", "x" * 50]


def test_sixty_categories_are_enough(bakery):
    with bakery.entered():
        for number in range(MAX_CATEGORIES):
            make_category(f"Shelf {number}")

    answer = sign_in(bakery).post(NEW, typed())

    assert answer.status_code == 422
    assert "Sixty categories at most." in words_of(answer)
    with bakery.entered():
        assert Category.objects.count() == MAX_CATEGORIES
        with pytest.raises(TooManyCategories):
            category_called(name="One more")


@pytest.mark.parametrize(
    "values",
    [
        {"name_fr": "x" * 61},
        {"name_nl": "x" * 100_000},
        {"icon": "../../etc/passwd"},
        {"icon": "9" * 30},
        {"name_fr": ["Pains", ""]},
    ],
    ids=["long", "very_long", "strange_icon", "number", "twice"],
)
def test_what_can_not_be_kept_is_refused_with_words(values, bakery):
    answer = sign_in(bakery).post(NEW, typed(**values))

    assert answer.status_code == 422
    assert "field-error" in answer.text
    with bakery.entered():
        assert shelves() == []


def test_a_nul_byte_is_refused(bakery):
    assert sign_in(bakery).post(NEW, typed(name_fr="Pa\x00ins")).status_code == 400

    with bakery.entered():
        assert shelves() == []


# ---- rename -------------------------------------------------------------------------------------


def test_a_new_name_keeps_the_address_and_is_what_products_are_found_by(client, bakery):
    with bakery.entered():
        category = make_category(slug="pains", name_fr="Pains", name_en="Breads", name_de="Brote")
        product = make_product("Loaf", category=category)

    answer = sign_in(bakery).post(f"{LIST}{category.pk}/", typed(name_fr="Miches", name_de="Laibe", icon="wheat"))

    assert (answer.status_code, answer["Location"]) == (303, LIST)
    with bakery.entered():
        category.refresh_from_db()
        assert (category.slug, category.name_fr, category.name_en, category.name_de) == ("pains", "Miches", "", "Laibe")
        assert category.icon == "wheat"
        product.refresh_from_db()
        assert "miches" in product.search_text
        assert "breads" not in product.search_text
    assert client.get("/fr/categories/pains/", HTTP_HOST=bakery.hostname).status_code == 200


def test_capitals_of_its_own_name_may_change(bakery):
    with bakery.entered():
        category = make_category(name_fr="pains", name_en="")

    assert sign_in(bakery).post(f"{LIST}{category.pk}/", typed(name_fr="PAINS")).status_code == 303

    with bakery.entered():
        category.refresh_from_db()
        assert category.name_fr == "PAINS"


def test_a_rename_to_the_name_of_another_is_refused(bakery):
    with bakery.entered():
        make_category(slug="a", name_fr="Pains")
        category = make_category(slug="b", name_fr="Miches")
        before = shelves()

    answer = sign_in(bakery).post(f"{LIST}{category.pk}/", typed(name_fr="pains"))

    assert answer.status_code == 422
    with bakery.entered():
        assert shelves() == before


def test_languages_that_the_shop_does_not_offer_are_not_asked_for_and_stay(bakery):
    offer_languages(bakery.tenant, "fr")
    with bakery.entered():
        category = make_category(name_fr="Pains", name_de="Brote")
    client = sign_in(bakery)

    assert "name_de" not in client.get(f"{LIST}{category.pk}/").text
    client.post(f"{LIST}{category.pk}/", {"name_fr": "Miches", "name_de": "Laibe"})

    with bakery.entered():
        category.refresh_from_db()
        assert (category.name_fr, category.name_de) == ("Miches", "Brote")


def test_an_icon_of_before_can_be_kept(bakery):
    with bakery.entered():
        category = make_category(name_fr="Vélos", icon="anchor")

    assert sign_in(bakery).post(f"{LIST}{category.pk}/", typed(name_fr="Vélos", icon="anchor")).status_code == 303

    with bakery.entered():
        category.refresh_from_db()
        assert category.icon == "anchor"


# ---- the list, and its order --------------------------------------------------------------------


def test_the_list_counts_products_and_says_what_is_missing(bakery):
    offer_languages(bakery.tenant, "fr,nl")
    with bakery.entered():
        bread = make_category(name_fr="Pains", name_nl="Brood", name_en="", position=1)
        make_category(name_fr="Vide", name_nl="", name_en="", position=0)
        make_product(category=bread)
        make_product(category=bread, status="draft")

    words = words_of(sign_in(bakery).get(LIST))

    assert "2 products, 1 of them online" in words
    assert "No product yet not in the menu NL missing" in words
    assert words.index("Vide") < words.index("Pains")


def test_without_categories_the_list_has_one_sentence_and_one_button(bakery):
    answer = sign_in(bakery).get(LIST)

    assert "Categories are the shelves of your shop" in answer.text
    assert answer.text.count(f'href="{NEW}"') == 1


def test_the_list_costs_as_many_queries_for_many_as_for_one(bakery, django_assert_max_num_queries):
    client = sign_in(bakery)
    with bakery.entered():
        for number in range(20):
            make_product(category=make_category(f"Shelf {number}"))

    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("which", "direction", "expected"),
    [("b", "up", "bac"), ("b", "down", "acb"), ("a", "up", "abc"), ("c", "down", "abc")],
)
def test_a_category_moves_one_place(which, direction, expected, bakery):
    with bakery.entered():
        pks = {slug: make_category(slug=slug, position=0).pk for slug in "abc"}  # as old shops have them: all at the same place

    answer = sign_in(bakery).post(f"{LIST}{pks[which]}/place/", {"direction": direction})

    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}#category-{pks[which]}")
    with bakery.entered():
        assert [(slug, position) for slug, _name, _icon, position in shelves()] == list(zip(expected, range(3), strict=True))


@pytest.mark.parametrize("direction", ["", "sideways", "9" * 30])
def test_a_move_to_nowhere_is_refused(direction, bakery):
    with bakery.entered():
        first, _second = make_category(slug="a", position=0), make_category(slug="b", position=1)
        before = shelves()

    assert sign_in(bakery).post(f"{LIST}{first.pk}/place/", {"direction": direction}).status_code == 400

    with bakery.entered():
        assert shelves() == before


def test_moving_what_is_gone_moves_nothing(bakery):
    with bakery.entered():
        make_category(slug="a", position=3)
        before = shelves()

        move_category(category_id=GONE, steps=1)

        assert shelves() == before


# ---- remove -------------------------------------------------------------------------------------


def test_before_a_category_goes_the_page_says_how_many_products_stay(bakery):
    with bakery.entered():
        full, empty = make_category("Full"), make_category("Empty")
        make_product(category=full)
        make_product(category=full, status="archived")
    client = sign_in(bakery)

    assert "2 products stay in the shop, without a category." in words_of(client.get(f"{LIST}{full.pk}/removal/"))
    assert "No product is in it." in words_of(client.get(f"{LIST}{empty.pk}/removal/"))
    with bakery.entered():
        assert Category.objects.count() == 2


def test_products_of_a_removed_category_stay_without_one(client, bakery):
    with bakery.entered():
        category = make_category(slug="pains", name_fr="Pains")
        product = make_product("Loaf", slug="loaf", category=category, search_text="loaf\npains")

    answer = sign_in(bakery).post(f"{LIST}{category.pk}/removal/")

    assert (answer.status_code, answer["Location"]) == (303, LIST)
    with bakery.entered():
        product.refresh_from_db()
        assert (product.category_id, product.status) == (None, "published")
        assert "pains" not in product.search_text
        remove_category(category_id=category.pk)  # a second tap
        assert shelves() == []
    assert client.get("/fr/products/loaf/", HTTP_HOST=bakery.hostname).status_code == 200
    assert client.get("/fr/categories/pains/", HTTP_HOST=bakery.hostname).status_code == 410


# ---- who may, and whose -------------------------------------------------------------------------


def test_helpers_may_arrange_the_shelves(bakery):
    client = sign_in(bakery, bakery.staff)

    assert LIST in client.get("/backoffice/shop/").text
    assert LIST in client.get("/backoffice/products/").text
    assert client.post(NEW, typed()).status_code == 303


@pytest.mark.parametrize(
    ("path", "data"),
    [("", {"name_fr": "Stolen"}), ("place/", {"direction": "down"}), ("removal/", {})],
)
def test_a_category_of_another_shop_is_not_there(path, data, bakery, bookshop):
    with bakery.entered():
        make_category(slug="own", name_fr="Own")
        before = shelves()
    with bookshop.entered():
        foreign = Category.objects.create(pk=GONE, slug="theirs", name_fr="Theirs")
        theirs = shelves()

    assert sign_in(bakery).post(f"{LIST}{foreign.pk}/{path}", data).status_code == 404

    with bakery.entered():
        assert shelves() == before
    with bookshop.entered():
        assert shelves() == theirs


# ---- the storefront follows ---------------------------------------------------------------------


def _version(shop):
    with shop.entered():
        return versions.of_the_shop().frame


@pytest.mark.parametrize("change", ["add", "rename", "move", "remove"])
def test_the_frame_of_this_shop_is_renewed_by_each_change(change, client, bakery, bookshop, django_capture_on_commit_callbacks):
    with bakery.entered():
        category, other = make_category(name_fr="Pains", position=0), make_category(name_fr="Gâteaux", position=1)
        make_product(category=category)
        make_product(category=other)
    for shop in (bakery, bookshop):
        client.get("/fr/", HTTP_HOST=shop.hostname)
    before, theirs = _version(bakery), _version(bookshop)

    with bakery.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        if change == "add":
            add_category(words=CategoryWords(names={"fr": "Neuf"}))
        elif change == "rename":
            update_category(category_id=category.pk, words=CategoryWords(names={"fr": "Miches"}))
        elif change == "move":
            move_category(category_id=category.pk, steps=1)
        else:
            remove_category(category_id=category.pk)

    assert _version(bakery) != before
    assert _version(bookshop) == theirs
    menu = words_of(client.get("/fr/products/", HTTP_HOST=bakery.hostname))
    assert ("Miches" in menu) == (change == "rename")
    assert (menu.index("Gâteaux") < menu.find("Pains")) == (change == "move")
    assert ("Pains" in menu) == (change in ("add", "move"))


# ---- from a product's page ----------------------------------------------------------------------


def test_a_new_product_may_name_its_category(bakery):
    sign_in(bakery).post(NEW_PRODUCT, typed_product(new_category="Chaises"))

    with bakery.entered():
        assert shelves() == [("chaises", "Chaises", "", 0)]
        product = Product.objects.get()
        assert product.category.slug == "chaises"
        assert "chaises" in product.search_text


def test_a_named_category_that_is_there_already_is_taken(bakery):
    with bakery.entered():
        shelf, other = make_category(slug="chairs", name_fr="Chaises"), make_category(slug="other")
        product = make_product(category=other)
        data = edit_data(product, new_category=" CHAISES ")

    assert sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data).status_code == 303

    with bakery.entered():
        product.refresh_from_db()
        assert product.category_id == shelf.pk
        assert Category.objects.count() == 2


def test_one_category_too_many_is_said_beside_its_field_and_nothing_is_saved(bakery):
    with bakery.entered():
        product = make_product(name_fr="Before")
        data = edit_data(product, name_fr="After", new_category="One more")
        for number in range(MAX_CATEGORIES):
            make_category(f"Shelf {number}")
    client = sign_in(bakery)

    edited = client.post(f"/backoffice/products/{product.pk}/", data)
    added = client.post(NEW_PRODUCT, typed_product(new_category="One more", once="token"))

    for answer in (edited, added):
        assert answer.status_code == 422
        assert 'id="id_new_category_error"' in answer.text
        assert 'value="One more"' in answer.text
    with bakery.entered():
        assert Category.objects.count() == MAX_CATEGORIES
        assert list(Product.objects.values_list("name_fr", flat=True)) == ["Before"]
    assert client.post(NEW_PRODUCT, typed_product(once="token")).status_code == 303  # the same page may be sent again


def test_a_product_whose_form_has_mistakes_adds_no_category(bakery):
    answer = sign_in(bakery).post(NEW_PRODUCT, typed_product(price="a lot", new_category="Chaises"))

    assert answer.status_code == 422
    assert 'value="Chaises"' in answer.text
    with bakery.entered():
        assert shelves() == []


@pytest.mark.parametrize("value", ["x" * 61, "x" * 100_000])
def test_a_long_name_of_a_new_category_is_refused(value, bakery):
    answer = sign_in(bakery).post(NEW_PRODUCT, typed_product(new_category=value))

    assert answer.status_code == 422
    with bakery.entered():
        assert shelves() == []
        assert not Product.objects.exists()


def test_a_category_that_went_meanwhile_is_no_category(bakery):
    with bakery.entered():
        product = make_product(category=make_category())

        update_product(product_id=product.pk, changes=ProductChanges(columns={"category_id": GONE}), user_id=None, now=now())
        created = create_product(new=NewProduct(name="New", price=100, category_id=GONE), user_id=None, now=now())

        product.refresh_from_db()
        assert (product.category_id, created.category_id) == (None, None)


def test_another_shops_category_can_not_be_chosen_for_a_product(bakery, bookshop):
    with bookshop.entered():
        Category.objects.create(pk=GONE, slug="theirs", name_fr="Theirs")
    with bakery.entered():
        product = make_product()
        data = edit_data(product, category=str(GONE))

    assert sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data).status_code == 422

    with bakery.entered():
        product.refresh_from_db()
        assert product.category_id is None


# ---- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "others", "expected"),
    [
        ({"fr": "Pains"}, [], []),
        ({"fr": "Pains"}, [{"fr": "pains"}], ["fr"]),
        ({"fr": "Straße"}, [{"fr": "STRASSE"}], ["fr"]),
        ({"fr": "E\u0301t\u00e9"}, [{"fr": "\u00c9T\u00c9"}], ["fr"]),
        ({"fr": "A  b"}, [{"fr": " a B "}], ["fr"]),
        ({"fr": "Pain", "nl": "Brood"}, [{"fr": "Brood", "nl": "Pain"}], []),
        ({"fr": "Pain", "nl": ""}, [{"fr": "Autre", "nl": ""}, {"fr": None, "nl": None}], []),
    ],
    ids=["none", "capitals", "sharp_s", "composed", "spaces", "other_language", "empty"],
)
def test_taken_names(names, others, expected):
    assert taken_names(names, others) == expected


@pytest.mark.parametrize(
    ("item", "steps", "expected"),
    [(1, 1, [2, 1, 3]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3]), (3, -1, [1, 3, 2]), (1, 9, [2, 3, 1]), (3, -9, [3, 1, 2])],
)
def test_moved(item, steps, expected):
    assert moved([1, 2, 3], item, steps) == expected


def test_a_refused_name_leaves_everything_as_it_was(bakery):
    with bakery.entered():
        category = make_category(slug="a", name_fr="Pains")
        make_category(slug="b", name_fr="Miches")
        before = shelves()

        with pytest.raises(CategoryNameTaken) as refusal:
            update_category(category_id=category.pk, words=CategoryWords(names={"fr": "MICHES"}))
        with pytest.raises(Category.DoesNotExist):
            update_category(category_id=GONE, words=CategoryWords(names={"fr": "Neuf"}))

        assert refusal.value.languages == ["fr"]
        assert shelves() == before
