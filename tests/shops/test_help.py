"""Help: an article for each page in four languages, with the buttons as they are called, found by whoever looks for it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from kit.messages_catalog import read_catalog
from shops.help.articles import FOLDER, INTERFACE_WORD, articles, interface_word, source
from shops.help.search import Searched, find, is_one_slip_away
from shops.help.table import ARTICLE_OF, ARTICLE_OF_BEGINNING, KEYS, OPEN_DOORS, START, article_of
from tests.answers import title_of, words_of
from tests.backoffice_tools import sign_in
from tests.isolation.addresses import all_addresses

LANGUAGES = ("fr", "nl", "de", "en")
BACKOFFICE = [address.name for address in all_addresses() if address.audience == "backoffice"]

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def interface_words():
    """Every text of the interface by its msgid, with its context before a bar."""
    catalog = read_catalog(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po", "fr")
    return {f"{message.context}|{message.id}" if message.context else message.id for message in catalog if message.id}


@in_each_language
def test_every_article_is_there_with_a_title_a_sentence_and_more(language):
    assert sorted(path.stem for path in (FOLDER / language).glob("*.md")) == sorted(KEYS)
    for key, article in articles(language).items():
        assert re.match(r"words: \S.*\n# \S.*\n\S.*\n\n", source(key, language)), key
        assert 5 <= len(article.title) <= 50, key
        assert 20 <= len(article.summary) <= 140, key
        assert "<li>" in article.body, key
        assert len(article.searched.text) < 1500, key


@in_each_language
def test_an_article_names_only_words_of_the_interface(language):
    """A button that was renamed or is gone is found here: change the article with it."""
    known = interface_words()

    unknown = [(key, word) for key in KEYS for word in INTERFACE_WORD.findall(source(key, language)) if word not in known]

    assert unknown == []


def test_an_article_says_the_same_in_each_language():
    for key in KEYS:
        shapes = {
            (len(INTERFACE_WORD.findall(text)), text.count("\n- "), text.count("\n1. "), tuple(re.findall(r"\(help:([a-z-]+)\)", text)))
            for text in (source(key, language) for language in LANGUAGES)
        }
        assert len(shapes) == 1, (key, shapes)


@in_each_language
def test_a_word_of_the_interface_is_shown_as_the_reader_sees_it(language):
    with translation.override(language):
        assert interface_word("Mark as ready") in articles(language)["order"].body
        assert f">{interface_word('orders|Ready')}<" in articles(language)["orders"].body
    assert "[[" not in "".join(article.body for article in articles(language).values())


def test_links_lead_to_articles_that_are_there():
    for language in LANGUAGES:
        for key in KEYS:
            for goal in re.findall(r"\(help:([^)]*)\)", source(key, language)):
                assert goal in KEYS, (language, key)
                assert goal != key


def test_what_is_read_without_signing_in_has_no_links():
    open_keys = {key for name, key in ARTICLE_OF.items() if name.startswith(OPEN_DOORS)}

    assert [key for key in open_keys if "(help:" in source(key, "en")] == []


def test_french_articles_let_no_high_mark_fall_on_the_next_line():
    assert [key for key in KEYS if re.search(r"(?<![\u202f])[;:?!](?=\s|$)", source(key, "fr").partition("\n")[2])] == []


def test_each_article_belongs_to_a_page_or_to_the_list():
    assert set(ARTICLE_OF.values()) | set(ARTICLE_OF_BEGINNING.values()) | {START} <= set(KEYS)
    assert len(KEYS) == len(set(KEYS))


# ---- beside the page ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "key"), [("", "today"), ("orders/", "orders"), ("products/new/", "new-product"), ("shop/hours/", "opening-hours")]
)
@in_each_language
def test_a_page_leads_to_its_help_in_the_readers_language(path, key, language, bakery):
    client = sign_in(bakery, language=language)

    assert f'href="/backoffice/help/{key}/"' in client.get(f"/backoffice/{path}").text
    answer = client.get(f"/backoffice/help/{key}/")
    assert title_of(answer).startswith(articles(language)[key].title)
    assert articles(language)[key].body in answer.text


def test_a_page_of_tomorrow_gets_the_help_of_its_neighbours():
    assert article_of("bo_team_invitation_of_tomorrow") == "team"
    assert article_of("something_else") == START


def test_the_panel_is_the_article_alone_with_a_way_to_close_it(bakery):
    answer = sign_in(bakery).get("/backoffice/help/orders/", headers={"X-Help-Panel": "1"})

    assert "<html" not in answer.text
    assert 'id="help-title"' in answer.text
    assert 'method="dialog"' in answer.text


def test_an_unknown_article_is_not_found(bakery):
    assert sign_in(bakery).get("/backoffice/help/nothing/").status_code == 404


def test_the_sign_in_page_has_its_help_on_it(client, bakery):
    answer = client.get("/backoffice/account/login/", HTTP_HOST=bakery.hostname, HTTP_ACCEPT_LANGUAGE="en")

    assert articles("en")["sign-in"].summary in words_of(answer)
    assert "/backoffice/help/" not in answer.text


# ---- looking for something ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query", "key"),
    [
        ("fr", "comment annuler une commande", "cancel-order"),
        ("fr", "RÉTRACTATION", "returns"),
        ("fr", "retractation", "returns"),
        ("fr", "mot de passe oublié", "sign-in"),
        ("fr", "vacances", "holidays"),
        ("fr", "etiqettes", "posters"),
        ("fr", "congé", "holidays"),
        ("nl", "foto's", "photos"),
        ("nl", "openingsuren", "opening-hours"),
        ("nl", "terugbetalen", "cancel-order"),
        ("nl", "margeregeling", "margin-scheme"),
        ("nl", "bestelingen", "orders"),
        ("de", "öffnungszeiten", "opening-hours"),
        ("de", "Groessen", "options"),
        ("de", "Rückgabe", "returns"),
        ("en", "refund", "cancel-order"),
        ("en", "pasword", "sign-in"),
        ("en", "qr", "posters"),
        ("en", "wifi", "internet-down"),
    ],
)
def test_a_search_finds_the_article(language, query, key):
    found = find(query, (article.searched for article in articles(language).values()))

    assert key in found[:3], found


@pytest.mark.parametrize("query", ["zzzzzz", "", "  ", "le de la", "%%%", "<script>"])
def test_a_search_for_nothing_finds_nothing(query):
    assert find(query, (article.searched for article in articles("fr").values())) == []


def test_nothing_found_is_said_with_an_address_to_write_to(bakery):
    answer = sign_in(bakery).get("/backoffice/help/", {"q": "<i>trombone"})

    assert "Nothing about “&lt;i&gt;trombone” yet" in answer.text
    assert 'href="mailto:' in answer.text


def test_a_search_lists_what_it_found(bakery):
    answer = sign_in(bakery, language="nl").get("/backoffice/help/", {"q": "annuleren"})

    assert 'href="/backoffice/help/cancel-order/"' in answer.text


@pytest.mark.parametrize(
    ("one", "other", "is_close"),
    [
        ("photo", "photo", True),
        ("phtoo", "photo", True),
        ("phto", "photo", True),
        ("photoo", "photo", True),
        ("photi", "photo", True),
        ("pohot", "photo", False),
        ("ph", "photo", False),
        ("order", "photo", False),
    ],
)
def test_one_slip_of_the_finger_is_forgiven(one, other, is_close):
    assert is_one_slip_away(one, other) is is_close


def test_the_better_place_counts_more():
    articles_in_doubt = [
        Searched("text", "Title", "", "bread"),
        Searched("title", "Bread", "", ""),
        Searched("words", "Title", "bread", ""),
    ]

    assert find("bread", articles_in_doubt) == ["title", "words", "text"]


def test_every_page_has_an_article_of_its_own_or_of_its_part():
    """Pages themselves are looked at in tests/isolation; here the names, so that a typing slip in the table is seen."""
    known = [name for name in BACKOFFICE if name in ARTICLE_OF]

    assert len(known) >= 20
