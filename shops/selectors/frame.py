"""
What every page of a shop shows around its content, read once and kept in the shop's cache.

The frame holds plain values only, in one language, so it can be pickled. It is stored together
with the version it was read under; each commit that changes the frame changes the version (kit.versions). A reader who
was overtaken by a change stores the old frame under the old version, so nobody ever sees it. Each
process keeps the frames it used last, and asks only which version holds.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

from django.core.cache import cache
from django.utils.translation import get_language

from kit import versions
from kit.tenancy import current_tenant
from shops.selectors.frame_values import SHAPE, ShopFrame
from shops.selectors.read_frame import read_frame

MOST_REMEMBERED = 500  # frames in this process, about 10 kB each with what is drawn from them
LIFETIME_SECONDS = 600  # also how long a change stays unseen when the cache was away while it was made


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
        return Remembered(read_frame(), lasts=False)
    tenant = current_tenant()
    key = (tenant.id, tenant.generation, get_language() or "", version)
    known = _remembered.get(key)
    if known is None or known.until < time.monotonic():
        known = _remember(key, Remembered(_from_cache(version) or read_frame()))
        cache.set(_frame_key(), (version, known.frame), LIFETIME_SECONDS)
    return known


def _from_cache(version: bytes) -> ShopFrame | None:
    stored_version, frame = cache.get(_frame_key()) or (None, None)
    return frame if stored_version == version else None


def _frame_key() -> str:
    return f"frame:{SHAPE:x}:{get_language()}"


def _remember(key: Key, fresh: Remembered) -> Remembered:
    with _lock:
        _remembered[key] = fresh
        _remembered.move_to_end(key)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return fresh
