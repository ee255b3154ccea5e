"""
Finding an article among forty: without accents, by the beginning of a word, and with one slip of the finger.

Pure functions; all of it takes less than a millisecond, so there is no index.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

MOST_WORDS = 8
SHORTEST = 3  # shorter words say nothing in a sentence ("le", "de", "to"), but all where they stand alone ("qr")
LONG_ENOUGH_FOR_A_SLIP = 5
IN_TITLE, IN_WORDS, IN_TEXT = 6.0, 4.0, 1.0
FOR_A_SLIP = 0.5
COMMON = 0.6  # what stands in more than so much of all articles tells nothing apart


@dataclass(frozen=True)
class Searched:
    """What is looked through of one article."""

    key: str
    title: str
    words: str
    text: str

    @cached_property
    def weights(self) -> dict[str, float]:
        """Each word of the article with the weight of the best place where it stands."""
        found: dict[str, float] = {}
        for text, weight in ((self.text, IN_TEXT), (self.words, IN_WORDS), (self.title, IN_TITLE)):
            found.update(dict.fromkeys(words_of(text), weight))
        return found


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("ß", "ss"))
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def find(query: str, articles: Iterable[Searched]) -> list[str]:
    """Return the keys of the articles that answer a query, the best first; empty when none does."""
    all_articles = list(articles)
    asked = list(dict.fromkeys(words_of(query)))
    wanted = [word for word in asked if len(word) >= SHORTEST or (len(asked) == 1 and len(word) > 1)][:MOST_WORDS]
    totals = {article.key: 0.0 for article in all_articles}
    for word in wanted:
        scores = {article.key: _score(word, article) for article in all_articles}
        hits = sum(score > 0 for score in scores.values())
        if not hits or (hits > COMMON * len(all_articles) and len(wanted) > 1):
            continue
        rarity = 1 + math.log(len(all_articles) / hits)
        for key, score in scores.items():
            totals[key] += score * rarity
    best = sorted((key for key, total in totals.items() if total > 0), key=lambda key: -totals[key])
    return [key for key in best if totals[key] >= totals[best[0]] / 6]


def _score(word: str, article: Searched) -> float:
    exact = max((weight for known, weight in article.weights.items() if known.startswith(word) or _same_stem(word, known)), default=0.0)
    if exact or len(word) < LONG_ENOUGH_FOR_A_SLIP:
        return exact
    return FOR_A_SLIP * max((weight for known, weight in article.weights.items() if is_one_slip_away(word, known)), default=0.0)


def _same_stem(word: str, known: str) -> bool:
    """Say whether a longer word asked for is a known one with an ending: "photos" and "photo", "bestellingen" and "bestelling"."""
    return len(known) >= LONG_ENOUGH_FOR_A_SLIP - 1 and word.startswith(known) and len(word) - len(known) <= 2


def is_one_slip_away(one: str, other: str) -> bool:
    """Say whether two words differ by a letter too many, too few, wrong, or by two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
