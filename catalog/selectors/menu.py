"""The whole shop as one menu, for a home page that shows it all."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.selectors.storefront import ProductCard
from shops.selectors.frame_values import CategoryLink

LIMIT = 80
OF_EACH = 12


class MenuSection(NamedTuple):
    """A category with its first products; `category` is None for those that have none."""

    category: CategoryLink | None
    cards: list[ProductCard]
    has_more: bool


def menu_sections(categories: Iterable[CategoryLink], cards: Sequence[ProductCard]) -> tuple[MenuSection, ...]:
    """Return the categories in the shop's order, each with up to OF_EACH of `cards`; those without a category come last."""
    sections = [_section(category, [card for card in cards if card.category_id == category.id]) for category in categories]
    return tuple(section for section in [*sections, _section(None, [card for card in cards if card.category_id is None])] if section.cards)


def _section(category: CategoryLink | None, cards: list[ProductCard]) -> MenuSection:
    return MenuSection(category, cards[:OF_EACH], len(cards) > OF_EACH)
