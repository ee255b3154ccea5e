"""
What people do on the pages, in their words.

Found by structure, names of fields and addresses, so that the same journeys run in each language.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.house import House, wait_for

PASSWORD = "vitrine-demo"
PAYS, IS_DECLINED, ASKS_3D_SECURE = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


@dataclass
class Storefront:
    """A customer in a shop, reading it in `language`."""

    page: Page
    house: House
    shop: str
    language: str = "fr"

    def url(self, path: str = "") -> str:
        return self.house.url(self.shop, f"/{self.language}/{path}")

    def open(self, path: str = "") -> None:
        self.page.goto(self.url(path))

    def puts_in_basket(self, slug: str) -> None:
        """Open a product's page and press its button."""
        self.open(f"products/{slug}/")
        with self.page.expect_navigation():
            self.page.click(".addbar button")

    def goes_to_checkout(self) -> None:
        self.open("cart/")
        self.page.click(f"a[href='/{self.language}/checkout/']")
        self.page.wait_for_url("**/checkout/")

    def says_who(self, name: str) -> None:
        """Fill in the first step; the customer's mail address is made of the name."""
        self.page.fill("[name=name]", name)
        self.page.fill("[name=email]", f"{name.split()[0].lower()}@mail.test")
        self.page.click(".step-end button")
        self.page.wait_for_url("**/checkout/delivery/")

    def collects(self, note: str = "") -> None:
        """Choose to come to the shop: it stands first."""
        self.page.locator("[name=shipping_method]").first.check()
        self.page.fill("[name=note]", note)
        self.page.click(".step-end button")
        self.page.wait_for_url("**/checkout/review/")

    def orders(self, method: str) -> None:
        """Press the last button; `method` is online or at_collection."""
        self.page.check(f"[name=payment_method][value={method}]")
        with self.page.expect_navigation():
            self.page.click(".is-order")

    def walks_to_the_last_step(self, slug: str, name: str) -> None:
        self.puts_in_basket(slug)
        self.goes_to_checkout()
        self.says_who(name)
        self.collects()

    def walks_to_the_payment_page(self, slug: str, name: str) -> "PaymentPage":
        self.walks_to_the_last_step(slug, name)
        self.orders("online")
        return PaymentPage(self.page)

    def sees_order(self, *, is_paid: bool) -> str:
        """Expect to be on the order's page, and return its number."""
        expect(self.page).to_have_url(re.compile(rf"/{self.language}/order/[^/]+/(#.*)?$"))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator(".thanks-ok:not(.is-warn):not(.is-danger)")).to_be_visible()
        expect(self.page.locator(".timeline .is-done")).to_have_count(2 if is_paid else 1)
        return self.page.locator(".ticket-say .num").inner_text()


class PaymentPage:
    """The Stripe sandbox's page, where the customer pays or does not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("main.payment")).to_be_visible()

    def pays_by_card(self, number: str = PAYS) -> None:
        self.page.check("#method-card")
        for field, value in {"number": number, "expiry": "12/34", "cvc": "123", "name": "Test"}.items():
            self.page.fill(f"[name={field}]", value)
        self._press("button.pay")

    def goes_to_bancontact(self) -> None:
        self.page.check("#method-bancontact")
        self._press("button.pay")

    def answers_bank(self, answer: str) -> None:
        """Press one of the bank's buttons: authorise, fail, authorise_and_close or leave."""
        self._press(f"button[value={answer}]")

    def _press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.click(button)


@dataclass
class Backoffice:
    """Somebody of the shop in its backoffice."""

    page: Page
    house: House
    shop: str

    def open(self, path: str = "") -> None:
        self.page.goto(self.house.url(self.shop, f"/backoffice/{path}"))

    def finds(self, path: str) -> bool:
        """Open an address; say whether it is a page, and not one that only takes forms or only leads on."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies(self.house.url(self.shop))}
        with self.house.client(self.shop, cookies=cookies) as client:
            answer = client.get(f"/backoffice/{path}")
        if answer.status_code != HTTPStatus.OK or "<html" not in answer.text:
            return False
        self.open(path)
        return True

    def signs_in(self, email: str) -> None:
        """Sign in with the demo's password."""
        self.open()
        self.page.click("details.fold summary")
        self.page.fill("#id_login", email)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("details.fold form .button")
        self.page.wait_for_url("**/backoffice/")

    def asks_for_a_code(self, email: str) -> None:
        self.open()
        self.page.fill("#id_email", email)
        self.page.click(".button:visible")
        self.page.wait_for_url("**/code/confirm/**")

    def saves(self) -> None:
        """Press the button of the bar at the bottom, and expect to be told that it was kept."""
        with self.page.expect_navigation():
            self.page.click(".actionbar .button:last-child")
        expect(self.page.locator(".flash.is-success")).to_be_visible()

    def stock_of(self, product_id: str) -> int:
        self.open(f"products/{product_id}/stock/")
        return int(self.page.locator(".stock-number .num").first.inner_text())


def mail_to(house: House, address: str, *, subject: str = "") -> str:
    """Wait for a mail to this address, and return it as it left the house."""

    def arrived() -> str | None:
        return next((mail for mail in house.mails() if re.search(rf"^To: .*{re.escape(address)}", mail, re.M) and subject in mail), None)

    return str(wait_for(arrived, what=f"a mail to {address}"))


def a_photo(name: str = "chaise.jpg") -> FilePayload:
    """Return a photograph as a phone takes it: large, lying on its side, with the place where it was taken."""
    image = Image.new("RGB", (2400, 1800), "#c9b79c")
    draw = ImageDraw.Draw(image)
    draw.rectangle((800, 500, 1600, 1400), fill="#2f5d8a")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A phone"
    file = BytesIO()
    image.save(file, "JPEG", quality=85, exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def product_id(house: House, shop: str, slug: str) -> str:
    schema = house.schema_of(shop)
    ((pk,),) = house.sql(f"SELECT id FROM {schema}.catalog_product WHERE slug = %s", slug)
    return str(pk)
