"""What the platform's pages show of the shops."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kit.clock import in_brussels, now
from landing.communes import commune_of
from shops.rules.standing import is_paused
from tenants.models import Tenant
from tenants.selectors import open_shops


@dataclass(frozen=True, slots=True)
class Front:
    """One of the three drawn shop fronts. Without `url` the shop is an example that is not open here."""

    name: str
    line: Promise | str
    image: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class OpenShop:
    """An open shop in the list. `commune` is empty outside the Region."""

    name: str
    tagline: str
    commune: str
    postcode: str
    hostname: str
    url: str
    back_on: dt.date | None = None  # set while it pauses


EXAMPLES: dict[str, Front] = {
    "sous-verre": Front("Sous Verre", _("plants, Ixelles"), "img/vitrine-serre.jpg"),
    "bonne-pioche": Front("Bonne Pioche", _("second-hand, Schaerbeek"), "img/vitrine-brocante.jpg"),
    "four-anna": Front("Le Four d’Anna", _("bread and coffee, Schaerbeek"), "img/vitrine-comptoir.jpg"),
}


def listed_shops() -> list[OpenShop]:
    """Return the open, listed shops by name; two queries."""
    return [_as_listed(tenant) for tenant in open_shops()]


def street(shops: list[OpenShop]) -> list[Front]:
    """Return the three drawn fronts, each leading to its shop where `shops` has it."""
    addresses = {shop.hostname.partition(".")[0]: shop.url for shop in shops}
    return [Front(front.name, front.line, front.image, addresses.get(label, "")) for label, front in EXAMPLES.items()]


def _as_listed(tenant: Tenant) -> OpenShop:
    domain = tenant.domains.all()[0]  # prefetched, the primary one first
    back_on = tenant.paused_until if is_paused(tenant.paused_until, in_brussels(now()).date()) else None
    return OpenShop(tenant.name, tenant.tagline, commune_of(tenant.postcode), tenant.postcode, domain.hostname, domain.url, back_on)
