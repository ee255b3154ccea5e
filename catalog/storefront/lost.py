"""What helps a visitor on whose address leads nowhere."""

from collections.abc import Sequence

from django.http import HttpRequest

from catalog.selectors.alike import products_alike
from catalog.selectors.storefront import ProductCard
from catalog.storefront.visitor import holder_names
from kit.clock import now


def find_alike(request: HttpRequest, words: Sequence[str]) -> Sequence[ProductCard]:
    """Return cards of products like the words of an address; registered with shops.storefront.errors."""
    return products_alike(words, mine=holder_names(request), now=now())
