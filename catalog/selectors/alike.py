"""Products like some words, for visitors who are lost."""

import datetime as dt
from collections.abc import Sequence

from catalog.rules.search import fold
from catalog.selectors._rows import HolderNames, select
from catalog.selectors.goods import cards_of
from catalog.selectors.storefront import ProductCard

MOST = 4
NAMES = 160  # characters; the names in all languages stand first
LOOKED_AT = 200  # of the rows that the index gives; what is ordered by likeness


def products_alike(words: Sequence[str], *, mine: HolderNames, now: dt.datetime) -> list[ProductCard]:
    """
    Return up to four published products that hold a word like one of `words`, the most alike first.

    At most two statements. The index answers, and of what it gives LOOKED_AT rows are compared at most: so it costs
    the same however many products there are and whatever is asked.
    """
    folded = [fold(word) for word in words if word]
    if not folded:
        return []
    like = " OR ".join(["search_text OPERATOR(ext.%%>) %s"] * len(folded))
    rows = select(
        f"""SELECT id FROM (SELECT id, search_text FROM catalog_product WHERE status = 'published' AND ({like}) LIMIT {LOOKED_AT}) found
             ORDER BY ext.word_similarity(%s, left(search_text, {NAMES})) DESC, id LIMIT {MOST}""",  # noqa: S608 -- fixed texts only
        *folded,
        " ".join(folded),
    )
    return cards_of([row["id"] for row in rows], mine=mine, now=now)
