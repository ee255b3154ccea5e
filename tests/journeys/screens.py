"""
Photographs of every page, for looking at: `python -m tests.journeys.screens FOLDER [WHAT ...]`.

Starts a house of its own with the demo's shops, and takes each page on a phone and on a desk, by day and by night, in
French and in Dutch. WHAT is a theme, "backoffice", "platform", "states" (openings, baskets, orders and links that go
wrong, mails, paper) or "guide"; without it all of them, in two themes. `all` takes every theme.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import django
from playwright.sync_api import Page

from demo.styleguide.counter import PAYMENT_PAGES
from shops.rules.themes import THEMES
from tests import house as houses
from tests.house import House
from tests.isolation.addresses import PLATFORM, SHOP
from tests.journeys import states
from tests.journeys.browsers import DESK, PHONE, Visitors, started_browser
from tests.journeys.every_address import account_paths, backoffice_paths, platform_paths, storefront_paths
from tests.journeys.keys import every_key
from tests.journeys.pages import Backoffice, Storefront, a_photo, product_id
from tests.journeys.test_every_page import SHOPS
from tests.journeys.walking import ALWAYS_THERE, Walker, reading
from tests.journeys.wardrobe import DRESSES, dressed
from workbench.postgres import Postgres

LANGUAGES = ("fr", "nl")
TWO_THEMES = ("serre", "brocante")
# Pictures that were lazy until now, and letters.
EVERYTHING_IS_THERE = """Promise.race([
    Promise.all([document.fonts.ready, ...[...document.images].map(image => image.decode().catch(() => {}))]),
    new Promise(done => setTimeout(done, 5000)),
])"""


class Camera:
    """Takes a page as it stands, at both widths, by day and by night, under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
        for viewport, scheme in product((PHONE, DESK), ("light", "dark")):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(EVERYTHING_IS_THERE)
            page.screenshot(path=self._folder / f"{name}-{viewport['width']}-{scheme}.png", full_page=True)

    def named(self, prefix: str) -> Callable[[Page], list[str]]:
        """Return a look for a walker, which names each page by its address."""

        def look(page: Page) -> list[str]:
            self.take(page, f"{prefix}-{flat(page.url.split('/', 3)[3]) or 'home'}")
            return []

        return look


def walk_through_shops(visit: Visitors, house: House, camera: Camera, themes: list[str]) -> None:
    """Buy something in a shop of each theme, camera in hand."""
    for theme, shop, _language in DRESSES:
        if theme in themes:
            with dressed(house, shop, theme):
                for language in LANGUAGES:
                    _storefront(Storefront(visit(language=language), house, shop, language), camera, theme)


def walk_behind_the_counter(visit: Visitors, house: House, camera: Camera) -> None:
    """Go through the backoffice of each shop, camera in hand; the bakery's in Dutch, the others as their people read it."""
    for shop, person in states.OWNERS.items():
        keeper = Backoffice(visit(), house, shop)
        keeper.signs_in(f"{person}@{shop}.example")
        with reading(house, f"{person}@{shop}.example", "nl" if shop == "four-anna" else "fr"):
            _backoffice(keeper, camera)


def walk_through_the_platform(visit: Visitors, house: House, camera: Camera) -> None:
    """Go through the platform's own pages and the doors of all sites, as a stranger and as somebody with every key."""
    for language in LANGUAGES:
        stranger = Walker(visit(language=language), house)
        stranger.walk(platform_paths(house, language), camera.named(f"platform-{language}"))
        stranger.walk(account_paths(house, PLATFORM), camera.named(f"doors-{language}"))
    owner, email = Backoffice(visit(), house, "sous-verre"), "noor@sous-verre.example"
    owner.signs_in(email)
    with every_key(owner.page, house, house.url("sous-verre", "/backoffice/account/"), email):
        Walker(owner.page, house, "sous-verre").walk(account_paths(house, SHOP, "sous-verre"), camera.named("keys"))


def walk_through_states(visit: Visitors, house: House, camera: Camera) -> None:
    """Bring pages into the states that no walk meets."""
    for language in LANGUAGES:
        for state in states.ALL:
            state(visit, house, lambda page, name: camera.take(page, f"state-{name}-{language}"), language)  # noqa: B023 -- called at once
    for language in ("de", "en"):
        states.mails(visit, house, lambda page, name: camera.take(page, f"state-{name}-{language}"), language)  # noqa: B023


def leaf_through_the_guide(visit: Visitors, house: House, camera: Camera) -> None:
    page = visit()
    for theme in THEMES:
        page.goto(house.url("sous-verre", f"/styleguide/?theme={theme}"))
        camera.take(page, f"guide-{theme}")
    for name in ("backoffice", *(f"payment/{name}" for name in PAYMENT_PAGES)):
        page.goto(house.url("sous-verre", f"/styleguide/{name}/"))
        camera.take(page, f"guide-{flat(name)}")


def _storefront(customer: Storefront, camera: Camera, theme: str) -> None:
    page, house, shop, language = customer.page, customer.house, customer.shop, customer.language
    category, sold_today, sold, word = SHOPS[shop]

    def take(name: str) -> None:
        camera.take(page, f"{theme}-{name}-{language}")

    Walker(page, house, shop).walk(storefront_paths(house, shop, language), camera.named(f"{theme}-{language}"))
    places = {"category": category, "product-sizes": sold_today, "product-sold": sold, "search": f"search/?q={word}"}
    for name, path in {**places, "nothing-found": "search/?q=zzzz", "empty-cart": "cart/", "404": "nothing/"}.items():
        customer.open(path)
        take(name)
    customer.puts_in_basket(ALWAYS_THERE[shop])
    customer.open("cart/")
    take("cart")
    customer.goes_to_checkout()
    take("checkout-1")
    page.click(".step-end button")
    take("checkout-1-errors")
    customer.says_who("Dominique Vandenbroucke")
    take("checkout-2")
    page.locator("[data-needs-address]").first.check()
    page.click(".step-end button")
    take("checkout-2-errors")
    customer.collects("Je passe vers midi.")
    take("checkout-3")
    customer.orders("online")
    take("payment-page")
    page.click(".back")
    take("unpaid")
    page.locator("form[action$='/at-collection/'] button").click()
    take("order")


def _backoffice(keeper: Backoffice, camera: Camera) -> None:
    page, house, shop = keeper.page, keeper.house, keeper.shop
    Walker(page, house, shop).walk(backoffice_paths(house, shop), camera.named(f"bo-{shop}"))
    orders = house.sql(f"SELECT DISTINCT ON (status, payment_status, fulfillment_status) number FROM {house.schema_of(shop)}.orders_order")
    some_product = product_id(house, shop, SHOPS[shop][1].split("/")[1])
    for path in (*(f"orders/{number}/" for (number,) in orders), f"products/{some_product}/", f"products/{some_product}/stock/"):
        keeper.open(path)
        camera.take(page, f"bo-{shop}-{flat(path)}")
    keeper.open("products/new/")
    page.set_input_files("#id_photo", a_photo())
    page.click("button[value=publish]")
    camera.take(page, f"bo-{shop}-new-with-errors")


def flat(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


@contextmanager
def own_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="vitrine-screens-") as folder:
        postgres = Postgres(Path(folder) / "postgres", durable=False)
        try:
            with houses.running_house(Path(folder), postgres, "screens") as house:
                yield house
        finally:
            postgres.stop()


def main() -> None:
    """Take into the folder named on the command line what is named after it."""
    folder, wanted = Path(sys.argv[1]), sys.argv[2:] or [*TWO_THEMES, *WALKS]
    themes = list(THEMES) if "all" in wanted else [name for name in wanted if name in THEMES]
    os.environ.update(VITRINE_MODE="test", DJANGO_SETTINGS_MODULE="config.settings_test")
    django.setup()  # for the addresses alone
    with own_house() as house, started_browser(house) as browser:
        visit, camera = Visitors(browser, house), Camera(folder)
        walk_through_shops(visit, house, camera, themes)
        for name, walk in WALKS.items():
            if name in wanted or "all" in wanted:
                walk(visit, house, camera)
        for trouble in visit.leave():
            print(trouble)
    print(f"{len(list(folder.glob('*.png')))} photographs in {folder}")


WALKS = {
    "backoffice": walk_behind_the_counter,
    "platform": walk_through_the_platform,
    "states": walk_through_states,
    "guide": leaf_through_the_guide,
}

if __name__ == "__main__":
    main()
