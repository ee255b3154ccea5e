"""
What each theme is made of, in one table: whoever needs to know asks here instead of asking for a theme's name.

A theme's type, shapes and colours stand in its sheet; here is only what templates and Python must know of it.
docs/design.md says how to add one. Pure: no Django.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """
    One theme. Paths are below `static/`.

    `font` is asked for ahead of the sheet, `other_fonts` are those that every page of the theme needs beside it.
    `color` is what can be pressed, by day. `list_class` is the list of its cards; `photos` the template of a
    product's photographs; `on_home` how many products its home page chooses, 0 for all of them.
    """

    name: str
    font: str
    color: str
    other_fonts: tuple[str, ...] = ()
    list_class: str = "grid"
    photos: str = "storefront/product/_gallery.html"
    on_home: int = 8

    @property
    def stylesheet(self) -> str:
        return f"css/themes/{self.name}.css"


SERRE = Look(name="serre", font="fonts/ysabeau-office.woff2", color="#1d6542", on_home=5)
BROCANTE = Look(
    name="brocante",
    font="fonts/bricolage-grotesque.woff2",
    color="#171410",
    list_class="cells",
    photos="storefront/product/_piece_photos.html",
)
COMPTOIR = Look(
    name="comptoir",
    font="fonts/fraunces.woff2",
    other_fonts=("fonts/fraunces-italic.woff2",),
    color="#85271a",
    list_class="lines",
    on_home=0,
)
LIBRAIRIE = Look(
    name="librairie",
    font="fonts/crimson-pro.woff2",
    other_fonts=("fonts/crimson-pro-italic.woff2",),
    color="#6b1f4b",
    list_class="shelf",
)
ATELIER = Look(
    name="atelier",
    font="fonts/overpass.woff2",
    other_fonts=("fonts/sometype-mono.woff2",),
    color="#98390f",
    list_class="grid bench",
    photos="storefront/product/_measured_photos.html",
    on_home=6,
)
GALERIE = Look(name="galerie", font="fonts/archivo.woff2", color="#1b2df0", list_class="grid wall", on_home=6)

LOOKS = {look.name: look for look in (SERRE, BROCANTE, COMPTOIR, LIBRAIRIE, ATELIER, GALERIE)}


def look_of(theme: str) -> Look:
    """Return what a theme is made of; the first one where the name is unknown."""
    return LOOKS.get(theme, SERRE)
