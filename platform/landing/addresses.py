"""Is this name still free as an address?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from landing.communes import COMMUNES
from tenants.models import Domain
from tenants.rules import UnusableSubdomain, clean_subdomain, suggest_subdomain


class Finding(StrEnum):
    FREE = "free"
    TAKEN = "taken"
    RESERVED = "reserved"
    SHAPE = "shape"


WHY_NOT: dict[str, Promise] = {
    Finding.TAKEN: _("Another shop has this address."),
    Finding.RESERVED: _("The platform keeps this address for itself."),
    Finding.SHAPE: _("An address has 3 to 40 plain letters, digits and hyphens, and begins with a letter."),
}


@dataclass(frozen=True, slots=True)
class Address:
    """What was found about one label under the base domain."""

    label: str
    finding: Finding

    @property
    def hostname(self) -> str:
        return f"{self.label}.{settings.BASE_DOMAIN}"

    @property
    def is_free(self) -> bool:
        return self.finding == Finding.FREE

    @property
    def why_not(self) -> Promise | str:
        return WHY_NOT.get(self.finding, "")


MOST_SUGGESTIONS = 3


# What is put behind a name when nothing else is known of its shop, by the language of the page.
PLAIN_WORDS = {"fr": ("boutique", "bruxelles"), "nl": ("winkel", "brussel"), "de": ("laden", "bruessel"), "en": ("shop", "brussels")}


def suggestions(label: str, *, postcode: str = "", trade: str = "") -> list[str]:
    """
    Return at most three free addresses near one that is taken: with the commune, the trade, the postcode, a number. One query.

    Where neither postcode nor trade is known, with a plain word of the active language.
    """
    near = [COMMUNES.get(postcode, ("", ""))[0], trade if trade != "other" else "", postcode]
    near = [*(near if any(near) else PLAIN_WORDS[(get_language() or "fr")[:2]]), "2"]
    wished = [suggest_subdomain(f"{label[:24]} {word}") for word in near if word]
    taken = set(Domain.objects.filter(domain__in=wished).values_list("domain", flat=True))
    return [each for each in wished if each not in taken][:MOST_SUGGESTIONS]


def look_up_address(text: str) -> Address:
    """Return what is known of `text` as an address, exactly as it was typed. One query."""
    try:
        label = clean_subdomain(text)
    except UnusableSubdomain as error:
        return Address(text.strip()[:63], Finding(str(error)))
    taken = Domain.objects.filter(domain=label).exists()
    return Address(label, Finding.TAKEN if taken else Finding.FREE)


def address_for(shop_name: str) -> Address:
    """Return what is known of the address that a shop's name makes: "Chez Fatou" asks for chez-fatou. One query."""
    address = look_up_address(shop_name)
    return look_up_address(suggest_subdomain(shop_name)) if address.finding == Finding.SHAPE else address


def address_of(wish: Mapping[str, str]) -> Address | None:
    """Return what is known of the `address` that was chosen, else of the one that the `name` makes; None without both."""
    if wish.get("address"):
        return look_up_address(wish["address"])
    return address_for(wish["name"]) if wish.get("name") else None
