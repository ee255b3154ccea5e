"""Making texts comparable: what a product is found by, and what was typed."""

import unicodedata
from collections.abc import Iterable

MAX_QUERY = 80
MAX_WORDS = 8
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‑": "-"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and ligatures: "Épeautre, Œuf" -> "epeautre, oeuf"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def clean_query(text: str) -> str:
    """Return what was typed without spaces around it, at most MAX_QUERY characters."""
    return text.strip()[:MAX_QUERY].rstrip()


def query_words(query: str) -> list[str]:
    """Return the folded words of a query, each once, at most MAX_WORDS; punctuation around a word does not count."""
    words = (word.strip(".,;:!?()\"'«»") for word in fold(query).split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def search_text(texts: Iterable[str | None]) -> str:
    """Return the folded text that a product is found by, most telling texts first, each once."""
    return "\n".join(dict.fromkeys(fold(text) for text in texts if text))
