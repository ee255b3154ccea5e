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
    `font` is the file of the display font, to be preloaded, `other_fonts` are those that every page needs beside it;
    `color` is the theme's own brand colour, on light pages. `list_class` is how its cards stand, `photos` the template of
    the photographs of a product.
    """

    font: str
    color: str
    sections: tuple[str, ...] = USUAL
    home_count: int = 5
    is_menu: bool = False
    has_cover_photo: bool = True
    other_fonts: tuple[str, ...] = ()
    list_class: str = "grid"
    photos: str = "storefront/product/_gallery.html"


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
        list_class="cells",
        photos="storefront/product/_piece_photos.html",
    ),
    "comptoir": ThemeFacts(font="fraunces", color="#85271a", is_menu=True, other_fonts=("fraunces-italic",), list_class="lines"),
    "librairie": ThemeFacts(font="crimson-pro", color="#6b1f4b", home_count=8, other_fonts=("crimson-pro-italic",), list_class="shelf"),
    "atelier": ThemeFacts(
        font="overpass",
        color="#98390f",
        home_count=6,
        other_fonts=("sometype-mono",),
        list_class="grid bench",
        photos="storefront/product/_measured_photos.html",
    ),
    "galerie": ThemeFacts(font="archivo", color="#1b2df0", home_count=6, list_class="grid wall"),
}


def theme_facts(theme: str) -> ThemeFacts:
    """Return what is known of a theme; of the first one for a name that is none."""
    return THEMES.get(theme, THEMES[NEVER_SEEN])
