"""The pages that this process keeps: bounded by their bytes, the ones used longest ago leave first."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from kit.versions import Versions
from shops.pages.visitors import Basket

PLAIN_BYTES = 16 * 1024 * 1024
ASKED_BYTES = 4 * 1024 * 1024  # with a query: who makes up addresses pushes out no page that has none
OVERHEAD_BYTES = 2000  # of one page, besides its body


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


class Shelf:
    """Pages by address, at most `most_bytes` of them."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[Address, Page] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, address: Address, versions: Versions) -> Page | None:
        """Return the page of an address if it still says what holds."""
        with self._lock:
            page = self._pages.get(address)
            if page is None:
                return None
            if page.versions != versions or page.valid_until <= time.time():
                self._drop(address)
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: Address, page: Page) -> None:
        """Keep a page in place of the one before; the oldest go when there is no room."""
        with self._lock:
            self._drop(address)
            self._pages[address] = page
            self._bytes += _weight(page)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def weight(self) -> int:
        """How many bytes it holds, about."""
        return self._bytes

    def _drop(self, address: Address) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self._bytes -= _weight(page)


def _weight(page: Page) -> int:
    return len(page.body) + OVERHEAD_BYTES


plain, asked = Shelf(PLAIN_BYTES), Shelf(ASKED_BYTES)


def shelf_of(query: str) -> Shelf:
    """Return where a page is kept that was asked with `query`."""
    return asked if query else plain


def forget_pages() -> None:
    """Forget all pages of this process."""
    plain.clear()
    asked.clear()
