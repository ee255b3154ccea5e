"""What the sections of a home page show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.selectors import listings
from catalog.selectors._rows import HolderNames
from catalog.selectors.goods import cards_by_id
from catalog.selectors.listings import Listing
from catalog.selectors.menu import LIMIT, MenuSection, menu_sections
from catalog.selectors.storefront import ProductCard
from shops.rules.home import ON_A_SHELF, Section
from shops.rules.themes import ANNOUNCEMENT, HERO, PRODUCTS, SHELF, ThemeFacts, theme_facts
from shops.selectors.frame_values import CategoryLink
from shops.storefront.home import section_templates


@dataclass(frozen=True, slots=True)
class HomePart:
    """
    A section of the home page, and what it shows.

    `cards` are products, `total` how many there are behind them; `category` is the one of a shelf; `menu` are the products
    by category, where the theme lists them so. The first photograph of `is_first_photo` is probably the largest thing on
    the first screen.
    """

    section: Section
    templates: tuple[str, ...]
    cards: tuple[ProductCard, ...] = ()
    total: int = 0
    category: CategoryLink | None = None
    menu: tuple[MenuSection, ...] = ()
    is_first_photo: bool = False

    @property
    def is_featured(self) -> bool:
        """Whether the list is drawn as the theme likes it best: its own number of products, the first one large."""
        return self.section.kind == PRODUCTS and self.section.count is None


def home_parts(
    sections: Sequence[Section],
    *,
    theme: str,
    categories: Sequence[CategoryLink],
    has_cover_picture: bool,
    mine: HolderNames,
    now: dt.datetime,
) -> list[HomePart]:
    """
    Return what the home page shows, in order; a shelf whose category has nothing online is left out.

    For any number of lists of products: two statements; none without such a list.
    """
    facts, links = theme_facts(theme), {link.id: link for link in categories}
    wanted = [section for section in sections if section.kind != SHELF or section.category_id in links]
    lists = [(section, _list_of(section, facts)) for section in wanted if section.kind in (PRODUCTS, SHELF)]
    found = dict(zip([section for section, _list in lists], listings.first_of_each([each for _section, each in lists]), strict=True))
    ids = list(dict.fromkeys(pk for some, _total in found.values() for pk in some))
    first = _first_photo(wanted, has_cover_photo=has_cover_picture and facts.has_cover_photo)
    cards = cards_by_id(ids, mine=mine, now=now, with_photos=not facts.is_menu) if ids else {}

    def part(section: Section) -> HomePart:
        some, total = found.get(section, ([], 0))
        own = tuple(cards[pk] for pk in some if pk in cards)
        return HomePart(
            section=section,
            templates=section_templates(theme, section.kind),
            cards=own,
            total=total,
            category=links.get(section.category_id) if section.kind == SHELF and section.category_id else None,
            menu=menu_sections(categories, own) if facts.is_menu and section.kind == PRODUCTS else (),
            is_first_photo=section is first,
        )

    return [part(section) for section in wanted]


def _list_of(section: Section, facts: ThemeFacts) -> tuple[Listing, int]:
    if section.kind == SHELF:
        return Listing(category_id=section.category_id, sort=listings.FOR_THE_HOME_PAGE), section.count or ON_A_SHELF
    if facts.is_menu:
        return Listing(sort=listings.AS_THE_SHOP_WISHES), LIMIT
    return Listing(sort=listings.FOR_THE_HOME_PAGE), section.count or facts.home_count


def _first_photo(sections: Sequence[Section], *, has_cover_photo: bool) -> Section | None:
    """Return the list of products that begins on the first screen, with no photograph above it."""
    for section in sections:
        if section.kind in (PRODUCTS, SHELF):
            return section
        if section.kind not in (HERO, ANNOUNCEMENT) or (section.kind == HERO and has_cover_photo):
            return None
    return None
