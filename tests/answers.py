"""Reading an answer as a person does: white space of the source shows as one space, or not at all."""

import re
from typing import Any

from django.utils.html import strip_tags


def title_of(answer: Any) -> str:
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


def words_of(answer: Any) -> str:
    """Return the text of a page without its tags, on one line."""
    return " ".join(strip_tags(answer.text).split())


def html_of(answer: Any) -> str:
    """Return the source of a page on one line, each white space as one blank."""
    return " ".join(answer.text.split())
