"""
Every theme worn by a shop: three demo shops in their own, and again in those that no demo shop has by itself.

A new theme is worn by one of them the day it is in shops.rules.themes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from shops.rules.themes import THEMES
from tests.house import House

OWN = {"sous-verre": "serre", "bonne-pioche": "brocante", "four-anna": "comptoir"}
_LENT_BY = cycle(["sous-verre", "bonne-pioche"])
_LANGUAGES = cycle(["fr", "nl", "de", "en"])
# theme, the shop that wears it, the language it is read in: between them the themes meet every language
DRESSES = [(theme, next((shop for shop, own in OWN.items() if own == theme), None) or next(_LENT_BY), next(_LANGUAGES)) for theme in THEMES]


@contextmanager
def dressed(house: House, shop: str, theme: str) -> Iterator[None]:
    """Let a shop wear a theme, and give it its own back."""
    if OWN[shop] == theme:
        yield
        return
    house.manage("dress_shop", shop, theme)
    try:
        yield
    finally:
        house.manage("dress_shop", shop, OWN[shop])
