"""The plain values of a shop's frame: what every page shows around its content, in one language. They can be pickled."""

import datetime as dt
import zlib
from dataclasses import dataclass, fields
from decimal import Decimal

from shops.rules.addresses import one_line, town
from shops.rules.home import Section
from shops.rules.look import Look
from shops.rules.opening_hours import Schedule
from shops.rules.themes import ThemeFacts, theme_facts


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


# A frame of another shape, left by the release before, must not be taken for one of ours.
SHAPE = zlib.crc32(
    ",".join(field.name for kind in (ShopFrame, Photo, ShippingOffer, CategoryLink, Section) for field in fields(kind)).encode()
)
