"""Writing XML for machines: sitemaps and feeds, piece by piece, so that a large one is never whole in memory."""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What no XML 1.0 document may contain, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """Return `value` as text that can stand in an element or a quoted attribute."""
    return escape(_FORBIDDEN.sub("", str(value)), {'"': "&quot;"})


def element(name: str, value: object) -> str:
    """Return an element that holds a text: element("loc", "a&b") -> "<loc>a&amp;b</loc>"."""
    return f"<{name}>{text(value)}</{name}>"


def document(opening: str, parts: Iterable[str], closing: str) -> Iterator[str]:
    """Return the pieces of a document: its declaration, `opening`, each of `parts`, `closing`."""
    yield DECLARATION + opening
    yield from parts
    yield closing
