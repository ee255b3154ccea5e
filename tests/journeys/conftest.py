"""One browser for the journeys of a worker; each person of a test has a context of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.house import House
from tests.journeys.browsers import Visitors, started_browser
from tests.journeys.pages import Backoffice
from tests.journeys.wardrobe import DRESSES, dressed


# Only for this folder: while Playwright runs, Django takes the thread for an async one.
@pytest.fixture(scope="package")
def browser(house: House) -> Iterator[Browser]:
    with started_browser(house) as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visitors]:
    """Open a browser for each person of the test; afterwards, nothing may have gone wrong unseen."""
    visitors = Visitors(browser, house)
    yield visitors
    assert visitors.leave() == []


@pytest.fixture(scope="package")
def keys(browser: Browser, house: House) -> dict[tuple[str, str], object]:
    """What the browsers of signed-in people keep, by shop and person: attempts to sign in are counted."""
    return {}


@pytest.fixture
def shopkeeper(visit: Visitors, house: House, keys: dict[tuple[str, str], object]):
    """Return somebody signed in to a shop's backoffice, on a phone unless told otherwise."""

    def signed_in(shop: str, person: str, **options: object) -> Backoffice:
        if (shop, person) not in keys:
            first = Backoffice(visit(), house, shop)
            first.signs_in(f"{person}@{shop}.example")
            keys[shop, person] = first.page.context.storage_state()
        return Backoffice(visit(storage_state=keys[shop, person], **options), house, shop)

    return signed_in


@pytest.fixture(scope="module", params=DRESSES, ids=[theme for theme, _shop, _language in DRESSES])
def worn(request: pytest.FixtureRequest, house: House) -> Iterator[tuple[str, str]]:
    """Return a shop in one of the themes, and the language to read it in."""
    theme, shop, language = request.param
    with dressed(house, shop, theme):
        yield shop, language
