"""Words of the product pages that are chosen by a code."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The rate in hundredths of a percent, with an "m" when it is on the shop's margin: see `vat_code`.
VAT = {
    "600": _("6%: food, books, plants"),
    "1200": _("12%: meals"),
    "2100": _("21%: everything else"),
    "2100m": _("21% on your margin: second-hand, bought from a private person"),
    "600m": _("6% on your margin: second-hand books, bought from a private person"),
    "0": _("0%: without VAT"),
}
STATES = {
    "all": pgettext_lazy("products", "All"),
    "published": _("Online"),
    "draft": _("Drafts"),
    "sold_out": pgettext_lazy("products", "Sold out"),
    "archived": pgettext_lazy("products", "Archived"),
}
STATE_OF_ONE = {"published": _("Online"), "draft": _("Draft"), "sold_out": _("Sold out"), "archived": _("Archived")}
MISSING = {
    "name": _("Give it a name before it goes online."),
    "price": _("Give it a price before it goes online."),
    "variant": _("It needs at least one variant that can be bought."),
    "one_piece": _("One of a kind must be in stock exactly once before it goes online."),
}
NAME_TAKEN = _("Another category has this name already.")
TOO_MANY_CATEGORIES = _("Sixty categories at most. Remove one first.")
# Lucide names that a shopkeeper may choose for a category, alike ones together.
ICONS = [
    *(("wheat", _("Grain")), ("croissant", _("Croissant")), ("cake-slice", _("Cake")), ("sandwich", _("Sandwich"))),
    *(("coffee", _("Coffee")), ("wine", _("Wine")), ("apple", _("Fruit")), ("scale", _("By weight"))),
    *(("sprout", _("Plant")), ("flower-2", _("Flower")), ("sun", _("Sun")), ("cloud", _("Shade")), ("shovel", _("Garden"))),
    *(("cat", _("Cat")), ("armchair", _("Armchair")), ("lamp", _("Lamp")), ("hammer", _("Hammer")), ("camera", _("Camera"))),
    *(("bike", _("Bike")), ("shirt", _("Clothes")), ("gem", _("Jewellery")), ("palette", _("Art"))),
    *(("book-open", _("Books")), ("music", _("Music")), ("gift", _("Gift")), ("shopping-bag", _("Bag"))),
]
FIELD_OF_MISSING = {"name": "name", "price": "price"}


def vat_code(rate: int, *, is_margin: bool) -> str:
    """Return a VAT rate and scheme as one choice: "2100", "2100m"."""
    return f"{rate}m" if is_margin else str(rate)


def vat_of(code: str) -> tuple[int, bool]:
    """Return the rate in hundredths of a percent, and whether it is on the margin; takes what `vat_code` gives."""
    return int(code.removesuffix("m")), code.endswith("m")


def vat_choices(current: str) -> list[tuple[str, object]]:
    """Return the VAT choices; one that is set already stays among them."""
    extra = [] if current in VAT else [(current, f"{vat_of(current)[0] / 100:g} %")]
    return [*VAT.items(), *extra]


def icon_choices(current: str) -> list[tuple[str, object]]:
    """Return the icons to choose from, none first; one that is set already stays among them."""
    known = dict(ICONS)
    extra = [] if not current or current in known else [(current, current)]
    return [("", _("No icon")), *ICONS, *extra]
