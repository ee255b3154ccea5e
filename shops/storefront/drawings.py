"""
Pieces of pages and whole ones, drawn once for each thing they can say.

Drawing costs far more than reading: so a piece that says nothing but what is in the shop's frame and in some
plain values is remembered by exactly those. The values are read anew for each request; another price,
another stock or another visitor's hold is another value, and is drawn anew. Nothing has to be thrown away
when something changes, and there is nothing that could be forgotten to be thrown away.

No piece can tell one shop or visitor about another: it is drawn without the request, and remembered under
the very object that holds the frame, which belongs to one shop, one generation of its cache, one language and one version.
"""

import secrets
import time
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from shops.context import frame_of
from shops.pages import draft as drafts
from shops.pages.shelf import drawn
from shops.selectors.frame import Remembered

MOST_DRAWN = 800  # pieces in this process, about 12 kB each
OPEN_PAGE = f"~{secrets.token_hex(8)}~"  # stands for the page's own address in a piece; another one in each process, so nobody can type it

Values = tuple[tuple[str, Hashable], ...]


def piece(remembered: Remembered, name: str, **values: Hashable) -> str:
    """
    Return the template `name`, drawn with `shop` (the frame alone, no page and no visitor) and `values`.

    Texts among the values are plain: one marked as safe equals one that is not, and would be taken for it.

    :raises TypeError: if a value can be changed, so that nothing can be remembered by it
    """
    draw = _drawn if remembered.lasts else _drawn.__wrapped__
    return draw(remembered, name, tuple(values.items()))


def page(request: HttpRequest, name: str, context: Mapping[str, Any]) -> HttpResponse:
    """
    Answer with the template `name`, drawn with `context`, for a view that is a `public_page`.

    Its answer depends on the address and the visitor as shops.pages tells them apart, on the clock's minute, on the
    frame, and on what the view has just read, which must be in `context` whole. Where all of that is equal, what was drawn is
    taken again. For who needs a page of their own there is no draft, and it is drawn.

    :raises TypeError: if a value can be changed, so that nothing can be remembered by it
    """
    said = tuple((key, _by_value(value)) for key, value in context.items())
    shop, draft = frame_of(request), drafts.current.get()
    hash(said)
    if draft is None or not shop.remembered.lasts:
        return render(request, name, dict(context))
    key = (name, said, shop.remembered, draft.address(announcement=shop.announcement_key), int(time.time() // 60))
    html = drawn.find(key)
    if html is None:
        html = render(request, name, dict(context)).content
        drawn.keep(key, html, size=len(html))
    return HttpResponse(html)


def _by_value(value: Any) -> Hashable:
    """Return what a value says, to be compared by; a page of a list is compared by what it shows."""
    if isinstance(value, Page):
        return (tuple(value.object_list), value.number, value.paginator.count, value.paginator.per_page)
    return value  # type: ignore[no-any-return]


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(remembered: Remembered, name: str, values: Values) -> str:
    context: dict[str, Any] = {"shop": remembered.frame, "back": OPEN_PAGE, **dict(values)}
    return str(render_to_string(name, context))
