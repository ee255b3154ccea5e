"""What the platform's pages show of the shops."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.clock import in_brussels, now
from landing.communes import commune_of
from shops.rules.standing import is_paused
from shops.selectors.frame_values import Photo
from tenants.models import ShopWindow, Tenant
from tenants.selectors import open_shops

FRONTS = 3
PICTURE_URLS = "config.urls_platform"


@dataclass(frozen=True, slots=True)
class Front:
    """One of the shop fronts in the street. `drawn` is the static file of an example that is not open here, without its language."""

    name: str
    line: Promise | str
    image: Photo | None = None
    url: str = ""
    drawn: str = ""

    @property
    def drawing(self) -> str:
        """The static file of the example in the language of the page."""
        return f"img/{self.drawn}-{(get_language() or 'fr')[:2]}.jpg"


@dataclass(frozen=True, slots=True)
class OpenShop:
    """An open shop in the list. `commune` is empty outside the Region; `image` is None for a shop without any photograph."""

    name: str
    tagline: str
    commune: str
    postcode: str
    hostname: str
    url: str
    image: Photo | None = None
    back_on: dt.date | None = None  # set while it pauses


EXAMPLES = (
    Front("Sous Verre", _("plants, Ixelles"), drawn="vitrine-serre"),
    Front("Bonne Pioche", _("second-hand, Schaerbeek"), drawn="vitrine-brocante"),
    Front("Le Four d’Anna", _("bread and coffee, Schaerbeek"), drawn="vitrine-comptoir"),
)


def listed_shops() -> list[OpenShop]:
    """Return the open, listed shops by name; two queries, and no shop's schema."""
    return [_as_listed(tenant) for tenant in open_shops()]


def street(shops: list[OpenShop], *, today: dt.date) -> list[Front]:
    """
    Return three fronts: shops that are open today, those with a photograph first, then examples.

    Where there are more, it is another shop's turn each day, by the alphabet: nobody can buy a place.
    """
    opened = [shop for shop in shops if shop.back_on is None]
    chosen = _whose_turn([shop for shop in opened if shop.image], today) + _whose_turn([shop for shop in opened if not shop.image], today)
    fronts = [Front(shop.name, shop.tagline or shop.commune, image=shop.image, url=shop.url) for shop in chosen[:FRONTS]]
    names = {front.name for front in fronts}
    return (fronts + [example for example in EXAMPLES if example.name not in names])[:FRONTS]


def _whose_turn(shops: list[OpenShop], today: dt.date) -> list[OpenShop]:
    if len(shops) <= FRONTS:
        return shops
    first = today.toordinal() % len(shops)
    return (shops + shops)[first : first + FRONTS]


def _as_listed(tenant: Tenant) -> OpenShop:
    domain = tenant.domains.all()[0]  # prefetched, the primary one first
    window = getattr(tenant, "window", None)
    return OpenShop(
        name=tenant.name,
        tagline=_tagline(tenant, window),
        commune=commune_of(tenant.postcode),
        postcode=tenant.postcode,
        hostname=domain.hostname,
        url=domain.url,
        image=window_photo(tenant),
        back_on=tenant.paused_until if is_paused(tenant.paused_until, in_brussels(now()).date()) else None,
    )


def _tagline(tenant: Tenant, window: ShopWindow | None) -> str:
    """Return the shop's line in the language of the page where the shop offers it, else in its own."""
    language = (get_language() or "fr")[:2]
    offered = language in tenant.languages.split(",")
    return (window.taglines.get(language) if window and offered else "") or tenant.tagline


def window_photo(tenant: Tenant) -> Photo | None:
    """Return what stands in a shop's window; None without a photograph, and while the shop is not shown to everybody."""
    window = getattr(tenant, "window", None)
    if window is None or not window.files or not tenant.is_shown:
        return None
    files = [(entry["width"], _address(window, entry["width"], "avif"), _address(window, entry["width"], "jpg")) for entry in window.files]
    return Photo(renditions=tuple(files), width=window.width, height=window.height)


def _address(window: ShopWindow, width: int, extension: str) -> str:
    return reverse("window_picture", urlconf=PICTURE_URLS, args=[window.key, width, extension])
