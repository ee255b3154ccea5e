"""
Pieces of pages, drawn once for each thing they can say.

Drawing costs far more than reading: so a piece that says nothing but what is in the shop's frame and in some
plain values is remembered by exactly those. The values are read anew for each request; another price,
another stock or another visitor's hold is another value, and is drawn anew. Nothing has to be thrown away
when something changes, and there is nothing that could be forgotten to be thrown away.

No piece can tell one shop or visitor about another: it is drawn without the request, and remembered under
the very object that holds the frame, which belongs to one shop, one generation of its cache, one language and one version.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string

from shops.selectors.frame import Remembered

MOST_DRAWN = 800  # pieces in this process, about 12 kB each
OPEN_PAGE = "~this-page~"  # stands for the page's own address in a piece, see `close`

Values = tuple[tuple[str, Hashable], ...]


def piece(remembered: Remembered, name: str, **values: Hashable) -> str:
    """
    Return the template `name`, drawn with `shop` (the frame alone, no page and no visitor) and `values`.

    Texts among the values are plain: one marked as safe equals one that is not, and would be taken for it.

    :raises TypeError: if a value can be changed, so that nothing can be remembered by it
    """
    draw = _drawn if remembered.lasts else _drawn.__wrapped__
    return draw(remembered, name, tuple(values.items()))


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(remembered: Remembered, name: str, values: Values) -> str:
    context: dict[str, Any] = {"shop": remembered.frame, "back": OPEN_PAGE, **dict(values)}
    return str(render_to_string(name, context))
