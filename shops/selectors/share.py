"""What the picture beside a link says, and the version by which it may be kept for ever."""

import hashlib
from dataclasses import astuple, dataclass
from functools import lru_cache

from django.urls import reverse

from shops.selectors.frame_values import Photo, ShopFrame

DRAWN = 1  # raise it when the same words are to be drawn differently


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """All that a picture depends on. `photo` is the path of a JPEG of the shop, or empty."""

    subject: str
    language: str
    title: str
    line: str
    is_price: bool
    shop: str
    theme: str
    color: str
    fonts: str  # one of rules.fonts.PAIRS, or empty
    photo: str

    @property
    def version(self) -> str:
        """Name the content in sixteen hexadecimal digits: another price is another version."""
        return _version(self)


@dataclass(frozen=True, slots=True)
class ShareLink:
    """Where a page's picture is, as _addresses.html wants it; `path` without the host."""

    path: str
    alt: str


@lru_cache(maxsize=4096)
def _version(facts: ShareFacts) -> str:
    return hashlib.sha256(repr((DRAWN, astuple(facts))).encode()).hexdigest()[:16]


def shop_facts(frame: ShopFrame) -> ShareFacts:
    """Return what the picture of the shop itself says: its name, its line, its cover."""
    line = frame.tagline or frame.town
    return facts_of(frame, subject="shop", title=frame.name, line=line, photo=frame.hero_picture, shop=frame.town)


def shop_link(frame: ShopFrame) -> ShareLink:
    """Return where the picture of the shop itself is."""
    return ShareLink(reverse("share_shop", urlconf="config.urls_shop", args=[shop_facts(frame).version]), frame.name)


def facts_of(
    frame: ShopFrame, *, subject: str, title: str, line: str, photo: Photo | None, is_price: bool = False, shop: str | None = None
) -> ShareFacts:
    """Return the facts of a page's picture in the shop's dress; `shop` is the small line above, the shop's name unless told."""
    return ShareFacts(
        subject=subject,
        language=frame.language[:2],
        title=title,
        line=line,
        is_price=is_price,
        shop=frame.name if shop is None else shop,
        theme=frame.theme,
        color=frame.brand_color,
        fonts=frame.font_pair,
        photo=photo.renditions[-1][2] if photo and photo.renditions else "",
    )
