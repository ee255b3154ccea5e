"""Finding products by what was typed, also when it was mistyped."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.functions import StrIndex

from catalog.models import Product
from catalog.rules.search import query_words
from catalog.selectors._rows import HolderNames
from catalog.selectors.goods import cards_of
from catalog.selectors.listings import page_of, published_products
from catalog.selectors.storefront import ProductCard

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

    When none does, those with similar words (`similar`), else the four closest. At most four statements.
    """
    words = query_words(query)
    if not words:
        return SearchResult(None, [], [])
    found = page_of(_with_all(words).values_list("id", flat=True), page, mine=mine, now=now)
    if found.paginator.count:
        return SearchResult(found, [], [])
    alike: list[tuple[int, float]] = list(_by_likeness(" ".join(words)).values_list("id", "likeness")[:MOST_SIMILAR])  # type: ignore[misc]
    enough = OF_THE_BEST * alike[0][1] if alike else 0
    similar = [pk for pk, likeness in alike if likeness > SIMILAR and likeness >= enough]
    cards = cards_of(similar or [pk for pk, _likeness in alike[:CLOSEST]], mine=mine, now=now)
    return SearchResult(None, cards, []) if similar else SearchResult(None, [], cards)


def _with_all(words: list[str]) -> QuerySet[Product]:
    found = published_products()
    for word in words:
        found = found.filter(search_text__contains=word)
    return found.annotate(at=StrIndex("search_text", Value(words[0]))).order_by("at", "id")


def _by_likeness(text: str) -> QuerySet[Product]:
    likeness = Func(Value(text), F("search_text"), function="ext.word_similarity", output_field=FloatField())
    return published_products().annotate(likeness=likeness).order_by(likeness.desc(), "id")
