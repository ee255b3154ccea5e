"""
The card of a product in a list, drawn once for each thing it can say.

A list page is mostly cards, and a card says nothing but what is in its ProductCard. So the drawing
is remembered by that value itself: a changed price or stock is another value, and is drawn anew.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.selectors.storefront import ProductCard
from shops.storefront.drawings import OPEN_PAGE

register = template.Library()

CARD = "components/product_card.html"
MOST_DRAWN = 4096  # about 2 kB each


@register.simple_tag(takes_context=True)
def product_card(context: template.Context, card: Any, *, eager: bool = False) -> SafeString:
    """Draw a card in the shop's theme; see components/product_card.html."""
    theme = str(context["shop"].theme)
    if not isinstance(card, ProductCard):
        plain = {"shop": context["shop"], "request": context["request"], "card": card, "eager": eager}
        return mark_safe(render_to_string(CARD, plain))
    html = _drawn(theme, get_language() or "fr", card, eager)
    request = context.get("request")  # none inside a piece that is itself remembered: it leaves the same place open
    return mark_safe(html.replace(OPEN_PAGE, escape(request.get_full_path())) if card.quick_add and request else html)


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(theme: str, language: str, card: ProductCard, eager: bool) -> str:
    context = {"shop": {"theme": theme}, "card": card, "eager": eager, "back": OPEN_PAGE}
    return str(render_to_string(CARD, context))
