"""The marks and the form of address of each language, in the catalogues and in the help (docs/design.md, "Words")."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from kit.messages_catalog import read_catalog
from orders.models import OrderEventKind, OrderStatus

TRANSLATED = ("fr", "nl", "de")
FAMILIAR = {
    "fr": r"\b(tu|te|toi|ton|tes)\b",
    "nl": r"\b(je|jij|jou|jouw|jullie)\b",
    "de": r"\b(du|dir|dich|dein\w*|euch|euer)\b",
}
PER_CENT = {"fr": r"\u202f%", "nl": r"[\d}s]%", "de": r"\u00a0%"}
QUOTES = {"fr": "[“”„‘]", "nl": "[“”„«»]", "de": "[”«»‘]"}


def _texts(language):
    catalog = read_catalog(Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po", language)
    for message in catalog:
        if message.id:
            yield from message.string if isinstance(message.string, tuple) else (message.string,)
    for article in Path(settings.ROOT, "shops", "help", "articles", language).glob("*.md"):
        yield re.sub(
            r"\[\[.*?\]\]", "", article.read_text().partition("\n")[2]
        )  # the first line is what one searches by; names stand in English


@pytest.mark.parametrize("language", TRANSLATED)
def test_marks_are_those_of_print(language):
    texts = [re.sub(r"<[^>]+>", "", text) for text in _texts(language)]

    assert [text for text in texts if re.search(r"['\"]|\.\.\.|!(?!\[)", text)] == []
    assert [text for text in texts if re.search(QUOTES[language], text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_per_cents_stand_as_the_language_sets_them(language):
    texts = [re.sub(r"%\((\w+)\)[sd]", "0", text).replace("%%", "%") for text in _texts(language)]

    for text in texts:
        assert text.count("%") == len(re.findall(PER_CENT[language], text)), text


@pytest.mark.parametrize("language", TRANSLATED)
def test_nobody_is_addressed_like_a_friend(language):
    assert [text for text in _texts(language) if re.search(FAMILIAR[language], text, re.IGNORECASE)] == []


def test_what_is_read_in_english_is_british():
    """Names in the code are spelt as in Stripe (`canceled`), words that people read are not."""
    articles = Path(settings.ROOT, "shops", "help", "articles", "en").glob("*.md")
    labels = [str(label) for choices in (OrderStatus, OrderEventKind) for label in choices.labels]

    assert [text for text in [*labels, *(article.read_text() for article in articles)] if re.search(r"\bcanceled\b", text, re.I)] == []
