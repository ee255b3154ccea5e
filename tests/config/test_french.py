"""French as it is set in Belgium: a no-break space before the high marks."""

import re
from pathlib import Path

from django.conf import settings

from kit.messages_catalog import read_catalog


def test_no_french_text_lets_a_high_mark_fall_on_the_next_line():
    catalog = read_catalog(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po", "fr")
    texts = [text for message in catalog if message.id for text in _forms(message.string)]

    assert [text for text in texts if re.search(r"(?<![\u202f\u00a0])[:;?!](?=\s|$)", text)] == []


def test_after_a_high_mark_french_has_a_whole_space():
    catalog = read_catalog(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po", "fr")
    texts = [text for message in catalog if message.id for text in _forms(message.string)]

    assert [text for text in texts if re.search(r"[:;?!][\u202f\u00a0](?!»)", text)] == []


def test_templates_do_not_glue_a_colon_to_a_value():
    """A colon between two values belongs into a translatable sentence, as French sets a space before it."""
    sentences = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.S)
    glued = re.compile(r"[%}]\}\s*:\s*\{[{%]")
    pages = list(Path(settings.ROOT, "templates").rglob("*.html")) + list(Path(settings.ROOT, "templates").rglob("*.txt"))

    assert [str(page) for page in pages if glued.search(sentences.sub("", page.read_text()))] == []


def _forms(string):
    return string if isinstance(string, tuple) else (string,)
