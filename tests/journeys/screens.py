"""
Photographs of every page, for looking at: `python -m tests.journeys.screens FOLDER [THEME ...]`.

Starts a house of its own with the demo's shops, and takes each page on a phone and on a desk, by day and by night, in
French and in Dutch. Without a theme: every page of the storefront in all of them, then backoffice and platform; that takes
some twenty minutes. With themes: their storefronts only.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import django
from playwright.sync_api import Page

from landing.texts import NAMES
from shops.rules.themes import THEMES
from tests import house as houses
from tests.house import House
from tests.journeys.browsers import DESK, PHONE, Visitors, started_browser
from tests.journeys.every_address import backoffice_paths
from tests.journeys.pages import Backoffice, Storefront, a_photo, product_id
from tests.journeys.test_every_page import SHOPS, SIGNED_OUT
from tests.journeys.wardrobe import DRESSES, dressed
from workbench.postgres import Postgres

# There is one of each: whoever comes next buys something else.
PIECES = iter(["velo-noir", "gants-de-boxe", "tente-jaune", "corde-a-sauter", "chevet-trepied", "objectif-zoom", "tabouret-d-atelier"])
KEEPERS = {"sous-verre": "noor", "bonne-pioche": "samira", "four-anna": "anna"}


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
            page.wait_for_load_state("networkidle")
            page.screenshot(path=self._folder / f"{name}-{viewport['width']}-{scheme}.png", full_page=True)


def walk_through_shops(visit: Visitors, house: House, camera: Camera, themes: list[str]) -> None:
    """Buy something in a shop of each theme, camera in hand."""
    for theme, shop, _language in DRESSES:
        if theme in themes:
            with dressed(house, shop, theme):
                for language in ("fr", "nl"):
                    _storefront(Storefront(visit(language=language), house, shop, language), camera, theme)


def walk_behind_the_counter(visit: Visitors, house: House, camera: Camera) -> None:
    """Go through the backoffice of each shop and the platform's own pages, camera in hand."""
    for shop in SHOPS:
        _backoffice(Backoffice(visit(), house, shop), camera, KEEPERS[shop])
    page = visit()
    for language in ("fr", "nl"):
        own = {"home": "", "open": "open/", "prices": "pricing/", "status": "status/", **{key: f"about/{key}/" for key in NAMES}}
        for name, shop_name, path in (*((name, None, f"/{language}/{rest}") for name, rest in own.items()), ("unknown", "nobody", "/")):
            page.goto(house.url(shop_name, path))
            camera.take(page, f"platform-{name}-{language}")
    page.goto(house.url(path="/demo/"))
    camera.take(page, "platform-demo")


def _storefront(customer: Storefront, camera: Camera, theme: str) -> None:
    page, shop = customer.page, customer.shop
    category, sold_today, sold, word = SHOPS[shop]

    def take(name: str) -> None:
        camera.take(page, f"{theme}-{name}-{customer.language}")

    places = {"home": "", "all": "products/", "category": category, "product": sold_today, "sold": sold, "empty-cart": "cart/"}
    for name, path in {**places, "search": f"search/?q={word}", "nothing-found": "search/?q=zzzz", "404": "nothing/"}.items():
        customer.open(path)
        take(name)
    customer.puts_in_basket(next(PIECES) if shop == "bonne-pioche" else sold_today.split("/")[1])
    customer.open("cart/")
    take("cart")
    customer.goes_to_checkout()
    page.click(".step-end button")
    take("checkout-1-errors")
    customer.says_who("Dominique Vandenbroucke")
    take("checkout-2")
    customer.collects("Je passe vers midi.")
    take("checkout-3")
    customer.orders("online")
    take("payment-page")
    page.click(".back")
    take("unpaid")
    page.locator("form[action$='/at-collection/'] button").click()
    take("order")


def _backoffice(keeper: Backoffice, camera: Camera, person: str) -> None:
    page, house, shop = keeper.page, keeper.house, keeper.shop
    for path in SIGNED_OUT:
        keeper.open(path)
        camera.take(page, f"{shop}-bo-{_flat(path)}")
    keeper.signs_in(f"{person}@{shop}.example")
    schema = house.schema_of(shop)
    orders = house.sql(f"SELECT DISTINCT ON (status, payment_status, fulfillment_status) number FROM {schema}.orders_order")
    some_product = product_id(house, shop, SHOPS[shop][1].split("/")[1])
    others = (*(f"orders/{number}/" for (number,) in orders), f"products/{some_product}/", f"products/{some_product}/stock/")
    for path in dict.fromkeys((*backoffice_paths(house, shop), *others)):
        if keeper.finds(path):
            camera.take(page, f"{shop}-bo-{_flat(path)}")
    keeper.open("products/new/")
    page.set_input_files("#id_photo", a_photo())
    page.click("button[value=publish]")
    camera.take(page, f"{shop}-bo-new-with-errors")


def _flat(path: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in path).strip("-") or "today"


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
    """Take them all into the folder named on the command line, or those of the themes named after it."""
    folder, themes = Path(sys.argv[1]), sys.argv[2:]
    os.environ.update(VITRINE_MODE="test", DJANGO_SETTINGS_MODULE="config.settings_test")
    django.setup()  # for the addresses alone
    with own_house() as house, started_browser(house) as browser:
        visit = Visitors(browser, house)
        walk_through_shops(visit, house, Camera(folder), themes or list(THEMES))
        if not themes:
            walk_behind_the_counter(visit, house, Camera(folder))
        for trouble in visit.leave():
            print(trouble)
    print(f"{len(list(folder.glob('*.png')))} photographs in {folder}")


if __name__ == "__main__":
    main()
