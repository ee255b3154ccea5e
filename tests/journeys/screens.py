"""
Photographs of every page, for looking at: `python -m tests.journeys.screens FOLDER`.

Starts a house of its own with the demo's shops, and takes each page on a phone and on a desk, in
French and in Dutch. Takes three to four minutes.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Page

from tests import house as houses
from tests.house import House
from tests.journeys.browsers import DESK, PHONE, Visitors, started_browser
from tests.journeys.every_address import backoffice_paths
from tests.journeys.pages import Backoffice, Storefront, a_photo, product_id
from tests.journeys.test_every_page import SHOPS, SIGNED_OUT
from workbench.postgres import Postgres

ANOTHER_PIECE = "gants-de-boxe"  # there is one of each: who comes second buys something else
KEEPERS = {"sous-verre": "noor", "bonne-pioche": "samira", "four-anna": "anna"}


class Camera:
    """Takes a page as it stands, at both widths, under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
        for viewport in (PHONE, DESK):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.wait_for_load_state("networkidle")
            page.screenshot(path=self._folder / f"{name}-{viewport['width']}.png", full_page=True)


def walk(visit: Visitors, house: House, camera: Camera) -> None:
    """Go everywhere, camera in hand."""
    for shop in SHOPS:
        for language in ("fr", "nl"):
            _storefront(Storefront(visit(language=language), house, shop, language), camera)
    for shop in SHOPS:
        _backoffice(Backoffice(visit(), house, shop), camera, KEEPERS[shop])
    page = visit()
    for language in ("fr", "nl"):
        for name, shop_name, path in (("home", None, f"/{language}/"), ("open", None, f"/{language}/open/"), ("unknown", "nobody", "/")):
            page.goto(house.url(shop_name, path))
            camera.take(page, f"platform-{name}-{language}")
    page.goto(house.url(path="/demo/"))
    camera.take(page, "platform-demo")


def _storefront(customer: Storefront, camera: Camera) -> None:
    page, shop = customer.page, customer.shop
    _language, category, product, sold, word = SHOPS[shop]

    def take(name: str) -> None:
        camera.take(page, f"{shop}-{name}-{customer.language}")

    places = {"home": "", "all": "products/", "category": category, "product": product, "sold": sold, "empty-cart": "cart/"}
    for name, path in {**places, "search": f"search/?q={word}", "nothing-found": "search/?q=zzzz", "404": "nothing/"}.items():
        customer.open(path)
        take(name)
    is_second = (shop, customer.language) == ("bonne-pioche", "nl")
    customer.puts_in_basket(ANOTHER_PIECE if is_second else product.split("/")[1])
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
    product = product_id(house, shop, SHOPS[shop][2].split("/")[1])
    others = (*(f"orders/{number}/" for (number,) in orders), f"products/{product}/", f"products/{product}/stock/")
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
    """Take them all into the folder named on the command line."""
    folder = Path(sys.argv[1])
    os.environ.update(VITRINE_MODE="test", DJANGO_SETTINGS_MODULE="config.settings_test")
    django.setup()  # for the addresses alone
    with own_house() as house, started_browser(house) as browser:
        visit = Visitors(browser, house)
        walk(visit, house, Camera(folder))
        for trouble in visit.leave():
            print(trouble)
    print(f"{len(list(folder.glob('*.png')))} photographs in {folder}")


if __name__ == "__main__":
    main()
