"""
What a theme is, beside its style sheet: which sections its home page has unless the shop says otherwise, and how it lists products.

One entry here, one sheet `static/css/themes/<name>.css` and, where a theme draws something its own way, templates of
its name: that is a theme. A section without a template of the theme's own is drawn by the one all share.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HERO, ANNOUNCEMENT, CATEGORIES, PRODUCTS, SHELF, STORY, WORDS, VISIT = (
    "hero",
    "announcement",
    "categories",
    "products",
    "shelf",
    "story",
    "words",
    "visit",
)
USUAL = (HERO, PRODUCTS, STORY, VISIT)
NEVER_SEEN = "serre"  # what a shop wears whose theme is not known, after a theme was taken away


@dataclass(frozen=True)
class ThemeFacts:
    """
    A theme, as Python must know it.

    `sections` are the kinds that its home page shows, in order; `home_count` is how many products, drawn with the first
    one large. With `is_menu` products are lines without photographs, and the home page lists them all by category.
    `font` is the file of the display font, to be preloaded; `color` is the theme's own brand colour, on light pages.
    """

    font: str
    color: str
    sections: tuple[str, ...] = USUAL
    home_count: int = 5
    is_menu: bool = False
    has_cover_photo: bool = True


THEMES: Mapping[str, ThemeFacts] = {
    "serre": ThemeFacts(
        font="ysabeau-office",
        color="#1d6542",
        sections=(HERO, CATEGORIES, PRODUCTS, STORY, VISIT),
    ),
    "brocante": ThemeFacts(
        font="bricolage-grotesque",
        color="#171410",
        sections=(HERO, ANNOUNCEMENT, PRODUCTS, STORY, VISIT),
        home_count=8,
        has_cover_photo=False,
    ),
    "comptoir": ThemeFacts(font="fraunces", color="#85271a", is_menu=True),
}


def theme_facts(theme: str) -> ThemeFacts:
    """Return what is known of a theme; of the first one for a name that is none."""
    return THEMES.get(theme, THEMES[NEVER_SEEN])
