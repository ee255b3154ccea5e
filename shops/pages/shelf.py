"""
The pages that this process keeps: bounded by their bytes, the ones used longest ago leave first.

Two kinds: whole answers, given before Django is asked as long as kit.versions says that nothing changed; and what
templates drew, taken again when a view has asked the database and found the same (shops.storefront.drawings).
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from kit.versions import Versions
from shops.pages.visitors import Basket

PLAIN_BYTES = 16 * 1024 * 1024
ASKED_BYTES = 4 * 1024 * 1024  # with a query: who makes up addresses pushes out no page that has none
DRAWN_BYTES = 12 * 1024 * 1024
OVERHEAD_BYTES = 2000  # of one page, besides its body

V = TypeVar("V")


class Address(NamedTuple):
    """All that a kept page may depend on, but for the words of kit.versions."""

    tenant_id: int
    generation: int
    hostname: str
    scheme: tuple[str, str]
    path: str
    query: str
    basket: Basket
    is_announcement_closed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it was drawn; shown while `versions` hold, and before `valid_until` (seconds of the epoch)."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    versions: Versions
    valid_until: float

    def holds(self, versions: Versions) -> bool:
        """Say whether it still says what holds."""
        return self.versions == versions and time.time() < self.valid_until


class Shelf(Generic[V]):
    """Values by key, at most `most_bytes` of them."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> V | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def keep(self, key: Hashable, value: V, *, size: int) -> None:
        """Keep a value of `size` bytes in place of the one before; the oldest go when there is no room."""
        with self._lock:
            self._drop(key)
            self._kept[key] = (value, size + OVERHEAD_BYTES)
            self._bytes += size + OVERHEAD_BYTES
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def weight(self) -> int:
        """How many bytes it holds, about."""
        return self._bytes

    def _drop(self, key: Hashable) -> None:
        _value, size = self._kept.pop(key, (None, 0))
        self._bytes -= size


plain: Shelf[Page] = Shelf(PLAIN_BYTES)
asked: Shelf[Page] = Shelf(ASKED_BYTES)
drawn: Shelf[bytes] = Shelf(DRAWN_BYTES)


def shelf_of(query: str) -> Shelf[Page]:
    """Return where a page is kept that was asked with `query`."""
    return asked if query else plain


def forget_pages() -> None:
    """Forget all answers of this process."""
    plain.clear()
    asked.clear()
