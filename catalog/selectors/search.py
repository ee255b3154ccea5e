"""Finding products by what was typed, also when it was mistyped."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.functions import StrIndex

from catalog.models import Product, ProductStatus
from catalog.rules.search import query_words
from catalog.selectors._rows import CARD_COLUMNS, HolderNames, products
from catalog.selectors.listings import page_of
from catalog.selectors.storefront import ProductCard, cards_of

SIMILAR = 0.4  # of pg_trgm's word_similarity, 0 to 1
OF_THE_BEST = 0.7  # what is much less alike than the best is noise
CLOSEST = 4
MOST_SIMILAR = 24


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`page` holds what was found. When nothing was, `closest` are the products whose words are most alike."""

    page: Page[ProductCard] | None
    similar: list[ProductCard]
    closest: list[ProductCard]

    @property
    def count(self) -> int:
        return self.page.paginator.count if self.page else len(self.similar)


def search_products(*, query: str, page: str | None, mine: HolderNames, now: dt.datetime) -> SearchResult:
    """
    Find the published products that hold every word of `query`, those that name it first.

    When none does, those with similar words (`similar`), else the four closest. At most six statements.
    """
    words = query_words(query)
    if not words:
        return SearchResult(None, [], [])
    found = page_of(_with_all(words), page, mine=mine, now=now)
    if found.paginator.count:
        return SearchResult(found, [], [])
    rows = list(_by_likeness(" ".join(words)).values(*CARD_COLUMNS, "likeness")[:MOST_SIMILAR])
    enough = max(SIMILAR, OF_THE_BEST * rows[0]["likeness"]) if rows else SIMILAR
    similar = [row for row in rows if row["likeness"] > SIMILAR and row["likeness"] >= enough]
    cards = cards_of(similar or rows[:CLOSEST], mine=mine, now=now)
    return SearchResult(None, cards, []) if similar else SearchResult(None, [], cards)


def _published() -> QuerySet[Product]:
    return products().filter(status=ProductStatus.PUBLISHED)


def _with_all(words: list[str]) -> QuerySet[Product]:
    found = _published()
    for word in words:
        found = found.filter(search_text__contains=word)
    return found.annotate(at=StrIndex("search_text", Value(words[0]))).order_by("at", "id")


def _by_likeness(text: str) -> QuerySet[Product]:
    likeness = Func(Value(text), F("search_text"), function="ext.word_similarity", output_field=FloatField())
    return _published().annotate(likeness=likeness).order_by("-likeness", "id")
