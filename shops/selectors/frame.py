"""
What every page of a shop shows around its content, read once and kept in the shop's cache.

The frame holds plain values only, in one language, so it can be pickled. It is stored together
with the version it was read under; each commit that changes the frame changes the version (kit.versions). A reader who
was overtaken by a change stores the old frame under the old version, so nobody ever sees it. Each
process keeps the frames it used last, and asks only which version holds.
"""

import datetime as dt
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language

from kit import versions
from kit.clock import in_brussels, now
from kit.tenancy import current_tenant
from shops.models import HomeSection, OpeningException, OpeningHours, ShippingKind, ShippingMethod, ShopPicture, ShopSettings
from shops.rules.addresses import one_line, town
from shops.rules.fonts import PAIRS
from shops.rules.home import Section, shown, whole
from shops.rules.look import Look
from shops.rules.opening_hours import Schedule, Stretch, schedule_of
from shops.rules.themes import NEVER_SEEN, THEMES, ThemeFacts, theme_facts
from shops.selectors.identity import identity_of

MOST_REMEMBERED = 500  # frames in this process, about 10 kB each with what is drawn from them
LIFETIME_SECONDS = 600  # also how long a change stays unseen when the cache was away while it was made


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that is ready, as components/picture.html wants it; renditions are (width, AVIF URL, JPEG URL)."""

    renditions: tuple[tuple[int, str, str], ...]
    width: int
    height: int
    alt: str = ""
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class CategoryLink:
    """A category that has something to show."""

    id: int
    slug: str
    name: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class ShippingOffer:
    """A way to get an order; `price` in cents, gross."""

    is_pickup: bool
    name: str
    description: str
    price: int


@dataclass(frozen=True, slots=True)
class ShopFrame:
    """The shop in one language, as plain values. Texts are empty where nothing was said."""

    name: str
    trade: str  # a tenants.models.Trade, or empty
    theme: str  # one of rules.themes.THEMES
    language: str
    languages: tuple[str, ...]
    default_language: str
    tagline: str
    announcement: str
    hero_title: str
    hero_text: str
    hero_picture: Photo | None
    story_title: str
    story_text: str
    story_picture: Photo | None
    logo_url: str
    brand_color: str
    font_pair: str  # one of rules.fonts.PAIRS, or empty
    street: str
    postcode: str
    city: str
    how_to_get_there: str
    latitude: Decimal | None
    longitude: Decimal | None
    phone: str
    email: str
    legal_name: str
    legal_form: str  # in words; empty where the legal name says it
    enterprise_number: str  # in full, with the country
    register: str  # of legal persons, with its court; empty where there is none to name
    professional_title: str
    supervision: str
    vat_note: str
    by_appointment: bool
    paused_until: dt.date | None
    schedule: Schedule
    shipping: tuple[ShippingOffer, ...]
    categories: tuple[CategoryLink, ...]
    sections: tuple[Section, ...]  # of the home page, those that are shown
    home_url: str
    products_url: str
    search_url: str
    cart_url: str

    @property
    def theme_facts(self) -> ThemeFacts:
        return theme_facts(self.theme)

    @property
    def theme_sheet(self) -> str:
        """The static file of the theme's style sheet."""
        return f"css/themes/{self.theme}.css"

    @property
    def display_font(self) -> str:
        """The static file of the one font that every page needs first."""
        return self.look.display_font

    @property
    def look(self) -> Look:
        """What the shop wears."""
        return Look(self.theme, self.brand_color, self.font_pair)

    @property
    def town(self) -> str:
        return town(self.postcode, self.city)

    @property
    def address(self) -> str:
        """The address on one line; empty when none was given."""
        return one_line(self.street, self.postcode, self.city)

    @property
    def pickup(self) -> ShippingOffer | None:
        return next((offer for offer in self.shipping if offer.is_pickup), None)

    @property
    def deliveries(self) -> list[ShippingOffer]:
        return [offer for offer in self.shipping if not offer.is_pickup]


CategorySource = Callable[[], Iterable[CategoryLink]]


def _no_categories() -> Iterable[CategoryLink]:
    return ()


_categories: CategorySource = _no_categories


def register_categories(source: CategorySource) -> None:
    """Say who knows the shop's categories, in the active language; the catalog does, from AppConfig.ready()."""
    global _categories
    _categories = source


def known_categories() -> tuple[CategoryLink, ...]:
    """Return the categories that have something online, in the active language; one statement."""
    return tuple(_categories())


# A frame of another shape, left by the release before, must not be taken for one of ours.
_SHAPE = zlib.crc32(
    ",".join(field.name for kind in (ShopFrame, Photo, ShippingOffer, CategoryLink, Section) for field in fields(kind)).encode()
)


class Remembered:
    """
    A frame as this process keeps it, with the pieces of HTML that were drawn from it and from nothing else.

    `lasts` is False where this very request is the only one that sees it.
    """

    def __init__(self, frame: ShopFrame, *, lasts: bool = True) -> None:
        self.frame = frame
        self.lasts = lasts
        self.drawn: dict[Hashable, str] = {}
        self.until = time.monotonic() + LIFETIME_SECONDS


Key = tuple[int, int, str, bytes]

_remembered: OrderedDict[Key, Remembered] = OrderedDict()
_lock = threading.Lock()


def shop_frame() -> ShopFrame:
    """Return the frame of the bound shop in the active language; see `remembered_frame`."""
    return remembered_frame().frame


def remembered_frame() -> Remembered:
    """
    Return the frame of the bound shop in the active language: no SQL when it is known, six statements when not.

    This process remembers the frames of the last MOST_REMEMBERED versions; kit.versions says which version holds.
    While none does, the frame is read each time.
    """
    version = versions.of_the_shop().frame
    if version is None:
        return Remembered(_read_frame(), lasts=False)
    tenant = current_tenant()
    key = (tenant.id, tenant.generation, get_language() or "", version)
    known = _remembered.get(key)
    if known is None or known.until < time.monotonic():
        known = _remember(key, Remembered(_from_cache(version) or _read_frame()))
        cache.set(_frame_key(), (version, known.frame), LIFETIME_SECONDS)
    return known


def _from_cache(version: bytes) -> ShopFrame | None:
    stored_version, frame = cache.get(_frame_key()) or (None, None)
    return frame if stored_version == version else None


def _frame_key() -> str:
    return f"frame:{_SHAPE:x}:{get_language()}"


def _remember(key: Key, fresh: Remembered) -> Remembered:
    with _lock:
        _remembered[key] = fresh
        _remembered.move_to_end(key)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return fresh


def _read_frame() -> ShopFrame:
    tenant = current_tenant()
    said = ShopSettings.objects.select_related("logo", "hero_picture", "story_picture").first() or ShopSettings(name=tenant.name)
    theme = said.theme if said.theme in THEMES else NEVER_SEEN
    logo, identity = _photo(said.logo), identity_of(said)
    return ShopFrame(
        name=said.name,
        trade=tenant.trade,
        theme=theme,
        language=get_language() or tenant.languages[0],
        languages=tenant.languages,
        default_language=tenant.languages[0],
        hero_picture=_photo(said.hero_picture, said.hero_alt),
        story_picture=_photo(said.story_picture, said.story_alt),
        logo_url=logo.renditions[-1][2] if logo else "",
        latitude=said.latitude,
        longitude=said.longitude,
        font_pair=said.font_pair if said.font_pair in PAIRS else "",
        legal_form=identity.legal_form,
        enterprise_number=identity.enterprise_number,
        register=identity.register,
        professional_title=identity.professional_title,
        supervision=identity.supervision,
        by_appointment=said.by_appointment,
        paused_until=said.paused_until,
        schedule=_schedule(),
        shipping=_shipping(),
        categories=known_categories(),
        sections=shown(whole(saved_sections(), theme=theme)),
        home_url=_path("home"),
        products_url=_path("products"),
        search_url=_path("search"),
        cart_url=_path("cart"),
        **{name: getattr(said, name) or "" for name in _PLAIN_TEXTS},
    )


def _path(name: str) -> str:
    return reverse(name, urlconf="config.urls_shop")  # named, as tasks and scripts read the frame too


_PLAIN_TEXTS = (
    "tagline",
    "announcement",
    "hero_title",
    "hero_text",
    "story_title",
    "story_text",
    "brand_color",
    "street",
    "postcode",
    "city",
    "how_to_get_there",
    "phone",
    "email",
    "legal_name",
    "vat_note",
)


def saved_sections() -> list[Section]:
    """Return the sections of the home page as they were arranged, in the active language; none where nothing was. One statement."""
    return [
        Section(row.kind, row.pk, row.is_shown, row.title or "", row.text or "", row.count, row.category_id)
        for row in HomeSection.objects.all()
    ]


def _photo(picture: ShopPicture | None, alt: str = "") -> Photo | None:
    if picture is None or not picture.is_ready or not picture.files:
        return None
    return Photo(tuple((file.width, file.avif_url, file.jpeg_url) for file in picture.renditions), picture.width, picture.height, alt or "")


def _schedule() -> Schedule:
    yesterday = in_brussels(now()).date()
    return schedule_of(
        ordinary=[(row.weekday, Stretch(row.opens, row.closes, row.note)) for row in OpeningHours.objects.all()],
        exceptions=OpeningException.objects.filter(date__gte=yesterday).values_list("date", "opens", "closes", "reason"),
    )


def _shipping() -> tuple[ShippingOffer, ...]:
    methods = ShippingMethod.objects.filter(is_active=True)
    return tuple(ShippingOffer(row.kind == ShippingKind.PICKUP, row.name or "", row.description or "", row.price) for row in methods)
