"""
What a public page shows of its visitor, told from their cookies before Django has its turn.

A cookie that nobody registered means a page of one's own: it is drawn as if nothing were kept.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http.cookie import parse_cookie

ANNOUNCEMENT_COOKIE = "announcement"


class Basket(NamedTuple):
    """What pages show of a basket, and whether its owner may be holding stock."""

    articles: int = 0
    may_hold: bool = False


class Visitor(NamedTuple):
    """Two visitors who are equal read the same pages, but for what one of them may hold."""

    basket: Basket = Basket()
    closed_announcement: str = ""


ANYBODY = Visitor()
BasketReader = Callable[[str], Basket]
_read_basket: BasketReader | None = None


def register_basket(read: BasketReader) -> None:
    """Say who can read the cart's cookie, for the bound shop; from AppConfig.ready()."""
    global _read_basket
    _read_basket = read


def visitor_of(cookies: str) -> Visitor | None:
    """Return what pages show of the sender of a Cookie header in the bound shop; None when they need their own."""
    if not cookies:
        return ANYBODY
    basket, closed = Basket(), ""
    for name, value in parse_cookie(cookies).items():
        if name == settings.CART_COOKIE_NAME and _read_basket is not None:
            basket = _read_basket(value)
        elif name == ANNOUNCEMENT_COOKIE:
            closed = value
        elif name != settings.LANGUAGE_COOKIE_NAME:  # public pages have theirs in the path
            return None
    return Visitor(basket, closed)
