"""Articles read from their files, made HTML, and put into the reader's language."""

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from markdown_it import MarkdownIt

from shops.help.search import Searched
from shops.help.table import KEYS

FOLDER = Path(__file__).parent / "articles"
INTERFACE_WORD = re.compile(r"\[\[(.+?)\]\]")
ARTICLE_LINK = re.compile(r'href="help:([a-z-]+)"')
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Article:
    """An article in one language. `body` is HTML without the title and the first sentence, `summary`."""

    key: str
    title: str
    summary: str
    body: SafeString
    searched: Searched


def article(key: str) -> Article | None:
    """Return an article in the language of the page, or None."""
    return articles(translation.get_language() or "fr").get(key)


@cache
def articles(language: str) -> dict[str, Article]:
    """Return all articles in a language, in the order of the table; read once in each process."""
    with translation.override(language):
        return {key: _read(key, language) for key in KEYS}


def source(key: str, language: str) -> str:
    """Return the text of an article's file."""
    return (FOLDER / language / f"{key}.md").read_text(encoding="utf-8")


def interface_word(msgid: str) -> str:
    """Return a word of the interface in the language of the page, from "Save" or, with its context, "orders|Ready"."""
    context, _bar, text = msgid.rpartition("|")
    return pgettext(context, text) if context else gettext(text)


def _read(key: str, language: str) -> Article:
    head, _hash, rest = source(key, language).partition("# ")
    title, _end, rest = rest.partition("\n")
    summary, _end, body = rest.strip().partition("\n\n")
    plain = INTERFACE_WORD.sub(lambda found: interface_word(found[1]), f"{summary} {body}")
    return Article(
        key=key,
        title=title.strip(),
        summary=summary,
        body=_html(body),
        searched=Searched(key=key, title=title, words=head.removeprefix("words:"), text=plain),
    )


def _html(markdown: str) -> SafeString:
    """Return Markdown as HTML; what looks like a tag in it is shown, not obeyed."""
    drawn = INTERFACE_WORD.sub(_word, _markdown.render(markdown))
    return mark_safe(ARTICLE_LINK.sub(lambda found: f'href="{_address(found[1])}"', drawn))  # our own files, read by a parser without HTML


def _word(found: re.Match[str]) -> str:
    return format_html('<b class="help-word">{}</b>', interface_word(html.unescape(found[1])))


def _address(key: str) -> str:
    return reverse("bo_help_article", urlconf="config.urls_shop", args=[key])
