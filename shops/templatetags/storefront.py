"""
The masthead and the footer of a shop's pages, drawn once and filled in for each page.

They are the same on every page but for three things: where the language links lead, how many
articles are in the basket, and which category is the current one. The first two are left open when
the piece is drawn, the third and the opening hours are part of what it is remembered under.
"""

from collections.abc import Hashable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shops import guarantee
from shops.context import LanguageLink, PageFrame
from shops.rules import headlines
from shops.storefront import drawings

register = template.Library()

OPEN_REST, OPEN_COUNT = "~rest-of-the-path~", "~articles-in-the-basket~"
MOST_DRAWN = 64  # pieces of one frame: categories times what the opening hours say


class _OpenFrame:
    """The shop as the drawing sees it: everything but the page."""

    def __init__(self, shop: PageFrame) -> None:
        self._shop = shop

    def __getitem__(self, name: str) -> Any:
        return self.language_links if name == "language_links" else self._shop[name]

    @property
    def language_links(self) -> list[LanguageLink]:
        return [link._replace(url=f"/{link.code}{OPEN_REST}") for link in self._shop.language_links]


@register.simple_tag(takes_context=True)
def masthead(context: template.Context) -> SafeString:
    """Draw the masthead of the shop's theme."""
    shop = context["shop"]
    name = f"storefront/mastheads/{shop.theme}.html"
    if not isinstance(shop, PageFrame) or context.get("query"):
        return mark_safe(render_to_string(name, _flat(context)))
    here = shop.path if any(category.url == shop.path for category in shop.categories) else ""
    html = _drawn(shop, (name, here, shop.opening.text), name, {"request": context["request"], "cart_count": OPEN_COUNT})
    return mark_safe(_with_rest(html, shop).replace(OPEN_COUNT, str(int(context.get("cart_count") or 0))))


@register.simple_tag(takes_context=True)
def footer(context: template.Context) -> SafeString:
    """Draw the footer."""
    shop, name = context["shop"], "storefront/_footer.html"
    if not isinstance(shop, PageFrame):
        return mark_safe(render_to_string(name, _flat(context)))
    return mark_safe(_with_rest(_drawn(shop, name, name, {"platform_url": context.get("platform_url")}), shop))


@register.filter
def page_query(number: int) -> str:
    """Write the query of a page of a list: 2 -> "?page=2", 1 -> ""."""
    return f"?page={number}" if number > 1 else ""


@register.simple_tag(takes_context=True)
def page_title(context: template.Context, words: str, *, ending: str = "") -> str:
    """
    Write a page's title: `words`, `ending`, and the shop's name when there is room.

    Usage: {% block title %}{% page_title title %}{% endblock %}{% block title_suffix %}{% endblock %}
    """
    return headlines.page_title(words, shop=context["shop"].name, ending=ending)


@register.simple_tag(takes_context=True)
def page_description(context: template.Context, words: str, *, said: str = "", names: str = "") -> str:
    """Write what search engines show below a title: `said`, or else where one is and the `names` of what is there."""
    shop = context["shop"]
    here = f"{words}{headlines.BETWEEN}{shop.name}" + (f", {shop.town}" if shop.town else "")
    return headlines.description(said, f"{here}. {names}")


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str, **values: Hashable) -> SafeString:
    """
    Draw the template `name` from the shop's frame and `values` alone, or take it from memory.

    The template sees no request, and of `shop` only the frame: what depends on the hour or the page is handed over as a
    value. Usage: {% drawn "storefront/product/_head.html" product=product address=shop.address %}
    """
    shop = context["shop"]
    if not isinstance(shop, PageFrame):
        return mark_safe(render_to_string(name, {"shop": shop, "request": context["request"], **values}))
    html = drawings.piece(shop.remembered, name, **values)
    if drawings.OPEN_PAGE in html:
        html = html.replace(drawings.OPEN_PAGE, escape(context["request"].get_full_path()))
    return mark_safe(html)


def _flat(context: template.Context) -> dict[str, Any]:
    return {str(name): value for name, value in context.flatten().items()}


def _drawn(shop: PageFrame, key: Hashable, name: str, context: dict[str, Any]) -> str:
    """Return a piece from memory, or draw it; on pages without language links it is another piece."""
    key = (key, bool(shop.language_links))
    html = shop.drawn.get(key)
    if html is None:
        if len(shop.drawn) >= MOST_DRAWN:
            shop.drawn.clear()
        html = shop.drawn[key] = render_to_string(name, {"shop": _OpenFrame(shop), **context})
    return html


def _with_rest(html: str, shop: PageFrame) -> str:
    return html.replace(OPEN_REST, escape(shop.rest))


@register.simple_tag
def guarantee_notice() -> guarantee.Notice | None:
    """Return the official notice on the legal guarantee in the language of the page, or None while its file is not there."""
    return guarantee.notice((get_language() or "fr")[:2])
