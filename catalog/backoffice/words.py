"""Words of the product pages that are chosen by a code."""

from django.utils.translation import gettext_lazy as _

VAT_RATES = [(600, _("6 %: food, books, plants")), (1200, _("12 %: meals")), (2100, _("21 %: everything else")), (0, _("0 %: without VAT"))]
STATES = {
    "all": _("All"),
    "published": _("Online"),
    "draft": _("Drafts"),
    "sold_out": _("Sold out"),
    "archived": _("Archived"),
}
STATE_OF_ONE = {"published": _("Online"), "draft": _("Draft"), "sold_out": _("Sold out"), "archived": _("Archived")}
MISSING = {
    "name": _("Give it a name before it goes online."),
    "price": _("Give it a price before it goes online."),
    "variant": _("It needs at least one variant that can be bought."),
    "one_piece": _("One of a kind must be in stock exactly once before it goes online."),
}
FIELD_OF_MISSING = {"name": "name", "price": "price"}


def vat_choices(current: int) -> list[tuple[int, object]]:
    """Return the VAT rates to choose from; a rate that is set already stays among them."""
    known = dict(VAT_RATES)
    extra = [] if current in known else [(current, f"{current / 100:g} %")]
    return [*VAT_RATES, *extra]
