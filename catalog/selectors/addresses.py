"""Addresses of products and categories, resolved once for each language instead of once for each row."""

from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

_STAND_IN = "stand-in"


def product_url(slug: str) -> str:
    """Return the path of a product's page in the active language."""
    return _pattern("product", get_language() or "fr").replace(_STAND_IN, slug)


def category_url(slug: str) -> str:
    """Return the path of a category's page in the active language."""
    return _pattern("category", get_language() or "fr").replace(_STAND_IN, slug)


@cache
def _pattern(name: str, language: str) -> str:
    return reverse(name, urlconf="config.urls_shop", args=[_STAND_IN])


def cart_lines_url() -> str:
    """Return where a variant is put in the cart."""
    return _cart_lines(get_language() or "fr")


@cache
def _cart_lines(language: str) -> str:
    return reverse("cart_lines", urlconf="config.urls_shop")
