"""The home page in the backoffice: order, what is shown, texts; nothing of another's work is lost."""

import pytest

from shops.models import HomeSection, ShopSettings
from shops.rules.home import MOST, moved
from tests.backoffice_tools import sign_in
from tests.factories import catalog as make
from tests.factories.catalog_pages import offer_languages

URL = "/backoffice/shop/home/"


@pytest.fixture
def anna(bakery):
    offer_languages(bakery.tenant, "fr,nl")
    return sign_in(bakery)


def _fields(client):
    """Everything the page would send as it stands."""
    sent = {}
    for form in client.get(URL).context["forms"]:
        for field in form:
            value = field.value()
            value = "on" if value is True else "" if value in (None, False) else value
            sent[field.html_name] = value
            initial = field.initial
            sent[field.html_initial_name] = "" if initial is None else str(initial)
    return {name: value for name, value in sent.items() if not (name.endswith("is_shown") and value == "")}


def _kinds(shop):
    with shop.entered():
        return list(HomeSection.objects.values_list("kind", flat=True))


def test_looking_changes_nothing_and_neither_does_saving_what_stands_there(anna, bakery):
    assert anna.post(URL, _fields(anna)).status_code == 303
    assert _kinds(bakery) == []


def test_a_section_goes_up_and_the_others_keep_their_order(anna, bakery):
    answer = anna.post(URL, {**_fields(anna), "then": "up:visit"})

    assert answer["Location"] == f"{URL}#up-visit"
    assert _kinds(bakery)[:5] == ["hero", "categories", "products", "visit", "story"]


@pytest.mark.parametrize(
    ("key", "steps", "expected"),
    [
        ("hero", 1, "hero a b"),
        ("a", -1, "hero a b"),
        ("b", -1, "hero b a"),
        ("a", 5, "hero b a"),
        ("nothing", 1, "hero a b"),
    ],
)
def test_the_cover_stays_first(key, steps, expected):
    assert moved(["hero", "a", "b"], key, steps) == expected.split()


def test_what_is_hidden_leaves_the_shop(anna, bakery, client):
    with bakery.entered():
        ShopSettings.objects.update(story_text_fr="Ma tante.")
    fields = _fields(anna)
    del fields["story-is_shown"]

    anna.post(URL, fields)

    with bakery.entered():
        assert not HomeSection.objects.get(kind="story").is_shown
    assert _kinds(bakery)[:2] == ["hero", "categories"]


def test_own_words_are_added_written_and_removed(anna, bakery):
    added = anna.post(URL, {**_fields(anna), "then": "add:words"})["Location"]
    key = added.partition("#")[2]
    anna.post(URL, {**_fields(anna), f"{key}-title_fr": "Noël", f"{key}-text_nl": "Bestel op tijd."})
    with bakery.entered():
        words = HomeSection.objects.get(kind="words")
    anna.post(URL, {**_fields(anna), "then": f"remove:{key}"})

    assert (words.title_fr, words.text_nl) == ("Noël", "Bestel op tijd.")
    assert "words" not in _kinds(bakery)


def test_there_are_not_more_than_three_and_what_is_always_there_stays(anna, bakery):
    for _ in range(MOST + 1):
        anna.post(URL, {**_fields(anna), "then": "add:words"})
    anna.post(URL, {**_fields(anna), "then": "remove:products"})

    assert _kinds(bakery).count("words") == MOST
    assert "products" in _kinds(bakery)


def test_a_category_can_be_chosen(anna, bakery):
    with bakery.entered():
        first, second = make.make_category(slug="a"), make.make_category(slug="b")
        make.make_product("A", category=first)
        make.make_product("B", category=second)
    key = anna.post(URL, {**_fields(anna), "then": "add:shelf"})["Location"].partition("#")[2]

    anna.post(URL, {**_fields(anna), f"{key}-category_id": second.pk, f"{key}-count": 8})

    with bakery.entered():
        assert HomeSection.objects.filter(kind="shelf").values_list("category_id", "count").get() == (second.pk, 8)


def test_words_of_the_cover_are_the_ones_of_the_texts_page(anna, bakery):
    anna.post(URL, {**_fields(anna), "hero-hero_title_fr": "Du pain"})

    with bakery.entered():
        assert ShopSettings.objects.get().hero_title_fr == "Du pain"
    assert _kinds(bakery) == []


def test_what_someone_else_changed_meanwhile_is_told_and_not_overwritten(anna, bakery):
    fields = {**_fields(anna), "hero-hero_title_fr": "Le mien"}
    with bakery.entered():
        ShopSettings.objects.update(hero_title_fr="Le leur")

    refused = anna.post(URL, fields)

    assert refused.status_code == 422
    assert "Le leur" in refused.text
    assert "Le mien" in refused.text
    with bakery.entered():
        assert ShopSettings.objects.get().hero_title_fr == "Le leur"


def test_a_text_that_is_too_long_is_kept_and_moves_nothing(anna, bakery):
    answer = anna.post(URL, {**_fields(anna), "story-story_title_fr": "x" * 200, "then": "up:visit"})

    assert answer.status_code == 422
    assert "x" * 200 in answer.text
    assert _kinds(bakery) == []


@pytest.mark.parametrize("then", ["up:nothing", "remove:words-9", "add:hero", "add:", ":", "up", "\x00"])
def test_a_button_that_is_none_does_no_harm(anna, bakery, then):
    assert anna.post(URL, {**_fields(anna), "then": then}).status_code in {303, 400}
