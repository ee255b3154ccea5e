"""Going to many addresses with one visitor's cookies, and looking at those that are pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

import httpx
from playwright.sync_api import Page

from tests.house import House
from tests.journeys.inspection import faults

LANGUAGES = ("fr", "nl", "de", "en")
# What each shop has many of, so that no test takes it away from another.
ALWAYS_THERE = {"sous-verre": "terreau-cactees", "bonne-pioche": "sac-en-toile", "four-anna": "croissant"}


class Walker:
    """A visitor on one host; `found` is what was wrong so far, `seen` the names of the addresses that are pages for them."""

    def __init__(self, page: Page, house: House, shop: str | None = None) -> None:
        self.page, self._house, self._shop = page, house, shop
        self.found: list[str] = []
        self.seen: set[str] = set()

    def walk(self, paths: dict[str, str], look: Callable[[Page], list[str]] = faults) -> None:
        """Open each address that is a page; one that only takes forms, or answers a file, counts as seen."""
        for name, path in paths.items():
            answer = self._answer(path)
            is_there, is_html = answer.status_code == HTTPStatus.OK, answer.headers.get("content-type", "").startswith("text/html")
            is_page = is_there and is_html and "<html" in answer.text
            if is_page:
                self.page.goto(self._house.url(self._shop, path))
                self.found += look(self.page)
            if is_page or (is_there and not is_html) or answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                self.seen.add(name)

    def look_at(self, page: Page) -> None:
        self.found += faults(page)

    def not_seen(self, paths: dict[str, str]) -> list[str]:
        """Return the names that want a sample, or a reason in NO_PAGES."""
        return sorted(paths.keys() - self.seen)

    def _answer(self, path: str) -> httpx.Response:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies(self._house.url(self._shop, path))}
        with self._house.client(self._shop, cookies=cookies) as client:
            return client.get(path)


@contextmanager
def reading(house: House, email: str, language: str) -> Iterator[None]:
    """Let somebody read the backoffice in a language for the block."""
    ((before,),) = house.sql("SELECT language FROM tenants_user WHERE email = %s", email)
    house.sql("UPDATE tenants_user SET language = %s WHERE email = %s", language, email)
    try:
        yield
    finally:
        house.sql("UPDATE tenants_user SET language = %s WHERE email = %s", before, email)
