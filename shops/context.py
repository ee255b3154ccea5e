"""Template context of every page of a shop: `shop`, read only when a template asks for it."""

import datetime as dt
import re
from collections.abc import Hashable
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.text import slugify

from kit.clock import in_brussels, now
from kit.tenancy import current_tenant, tenant_or_none
from kit.urls import public_origin
from shops.pages.draft import has_announcement
from shops.rules import headlines
from shops.rules.home import shown, whole
from shops.rules.look import Look
from shops.rules.standing import is_paused
from shops.selectors import frame
from shops.selectors.frame_values import ShopFrame
from shops.selectors.read_frame import saved_sections
from shops.selectors.share import ShareLink, shop_link
from shops.storefront import words
from shops.storefront.structured_data import shop_data
from shops.storefront.theme_css import sheet_url
from tenants.middleware import platform_url


class LanguageLink(NamedTuple):
    """The same page in another language; `path` leaves out the query."""

    code: str
    name: str
    url: str
    path: str
    is_current: bool


def shop_frame(request: HttpRequest) -> dict[str, Any]:
    """Give `shop` and `platform_url` on a shop's own host; nothing where no shop is bound."""
    return {} if tenant_or_none() is None else {"shop": frame_of(request), "platform_url": platform_url()}


def frame_of(request: HttpRequest) -> "PageFrame":
    """Return the frame of the page that answers `request`; the same object each time."""
    known: PageFrame | None = getattr(request, "page_frame", None)
    if known is None:
        known = request.page_frame = PageFrame(request)  # type: ignore[attr-defined]
    return known


def preview_frame(request: HttpRequest, look: Look) -> "PageFrame":
    """Return the frame of a page in a look that is not saved, in the active language; nothing that is drawn from it is kept."""
    saved = frame.shop_frame()
    sections = shown(whole(saved_sections(), theme=look.theme))
    worn = replace(saved, theme=look.theme, brand_color=look.color, font_pair=look.pair, sections=sections)
    return PageFrame(request, frame.Remembered(worn, lasts=False))


class PageAddress(NamedTuple):
    """Where a page lives: `path` without query, and the same page in each language."""

    origin: str
    path: str
    language_links: tuple[LanguageLink, ...]
    default_path: str

    @property
    def locales(self) -> tuple[str, ...]:
        """What Open Graph calls the languages of the page, its own first."""
        codes = sorted(self.language_links, key=lambda link: not link.is_current)
        return tuple(OPEN_GRAPH_LOCALES[link.code] for link in codes)


class PageFrame:
    """
    The shop as one page shows it: the cached frame, and what depends on the hour and on the page.

    Nothing is read before a template asks, so a page that shows no frame pays nothing.
    """

    law_links: tuple[Any, ...] = ()  # the legal pages, once there are any

    def __init__(self, request: HttpRequest, remembered: frame.Remembered | None = None) -> None:
        self._request = request
        if remembered is not None:
            self._remembered = remembered

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._frame, name)

    def __getitem__(self, name: str) -> Any:
        """Answer a template at its first attempt."""
        try:
            return getattr(self, name)
        except AttributeError as error:
            raise KeyError(name) from error

    @cached_property
    def _remembered(self) -> frame.Remembered:
        return frame.remembered_frame()

    @property
    def remembered(self) -> frame.Remembered:
        """The frame as this process keeps it; see shops.storefront.drawings."""
        return self._remembered

    @property
    def _frame(self) -> ShopFrame:
        return self._remembered.frame

    @property
    def drawn(self) -> dict[Hashable, str]:
        """HTML that was drawn from this very frame; see shops.templatetags.storefront."""
        return self._remembered.drawn

    @property
    def preview(self) -> str:
        """Who looks at a shop that has not opened yet ("own", "guest"); empty in an open one."""
        return getattr(self._request, "preview", "")

    @cached_property
    def is_paused(self) -> bool:
        """Whether no orders are taken today; `paused_until` says when they are again."""
        return is_paused(self._frame.paused_until, in_brussels(now()).date())

    @property
    def pauses_until(self) -> dt.date | None:
        """The day on which orders are taken again; None when they are taken today."""
        return self._frame.paused_until if self.is_paused else None

    @cached_property
    def opening(self) -> words.Opening:
        if self.is_paused and self._frame.paused_until:
            return words.paused(self._frame.paused_until)
        if self._frame.by_appointment and not self._frame.schedule.is_known:
            return words.by_appointment()
        return words.opening(self._frame.schedule, in_brussels(now()))

    @cached_property
    def hours(self) -> list[words.HoursRow]:
        return words.week_table(self._frame.schedule, in_brussels(now()).date())

    @cached_property
    def next_collection(self) -> str:
        return words.next_collection(self._frame.schedule, in_brussels(now())) if self._frame.pickup and not self.is_paused else ""

    @cached_property
    def look_url(self) -> str:
        """The style sheet of the shop's own colour and fonts; empty when it wears its theme's."""
        return sheet_url(self._frame.look)

    @cached_property
    def origin(self) -> str:
        """The shop's scheme, host and port, without a final slash; for addresses that must be whole."""
        return public_origin(current_tenant().hostname)

    @cached_property
    def language_links(self) -> list[LanguageLink]:
        """This page in each language the shop offers: same path, same query. Empty where the path carries no language."""
        current, path = _split(self._request.path_info)
        if current is None:
            return []
        offered = self._frame.languages
        return [LanguageLink(code, NAMES[code], f"/{code}{self.rest}", f"/{code}{path}", code == current) for code in offered]

    @cached_property
    def path(self) -> str:
        return self._request.path

    @cached_property
    def rest(self) -> str:
        """What follows the language in this page's address, with the query."""
        _current, path = _split(self._request.path_info)
        query = self._request.META.get("QUERY_STRING")
        return iri_to_uri(f"{path}?{query}" if query else path)

    @cached_property
    def default_path(self) -> str:
        """This page's path in the shop's first language."""
        return next((link.path for link in self.language_links if link.code == self._frame.default_language), "/")

    @cached_property
    def address(self) -> PageAddress:
        """Where this page lives, as _addresses.html wants it."""
        return PageAddress(self.origin, self.path, tuple(self.language_links), self.default_path)

    @cached_property
    def headline(self) -> str:
        """The title of the home page: the shop's name, and what fits beside it."""
        here = self._frame
        return headlines.home_title(here.name, here.tagline, here.city)

    @cached_property
    def summary(self) -> str:
        """What search engines show below the shop's name."""
        here = self._frame
        shelves = ", ".join(category.name for category in here.categories)
        whereabouts = ", ".join(part for part in (here.name, here.address) if part)
        return headlines.description(here.hero_text, here.tagline, f"{whereabouts}. {shelves}")

    @cached_property
    def share(self) -> ShareLink:
        """The picture that stands beside a link to the shop."""
        return shop_link(self._frame)

    @cached_property
    def hero_sentences(self) -> list[str]:
        return re.split(r"(?<=[.!?…]) ", self._frame.hero_title or self._frame.name)

    @cached_property
    def announcement_key(self) -> str:
        """What a visitor's cookie says once they closed this announcement; empty when there is none."""
        key = slugify(self._frame.announcement)[:60]
        has_announcement(key)
        return key

    @cached_property
    def directions_url(self) -> str:
        """A map of the place; empty when the shop did not say where it is."""
        here = self._frame
        if here.latitude is not None and here.longitude is not None:
            place = urlencode({"mlat": here.latitude, "mlon": here.longitude})
            return f"https://www.openstreetmap.org/?{place}#map=18/{here.latitude}/{here.longitude}"
        if not here.street:
            return ""
        return "https://www.openstreetmap.org/search?" + urlencode({"query": here.address})

    @cached_property
    def structured_data(self) -> str:
        return shop_data(self._frame, origin=self.origin)


NAMES = dict(settings.LANGUAGES)
OPEN_GRAPH_LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB", "de": "de_BE"}


def _split(path: str) -> tuple[str | None, str]:
    """Return the language that leads a path, or None, and the rest with its slash."""
    code, slash, rest = path[1:].partition("/")
    return (code, f"/{rest}") if slash and code in NAMES else (None, path)
