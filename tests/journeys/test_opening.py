"""A shop from the first e-mail to its opening: a code, four questions, the guide, what is missing, a test order, the door."""

import email
import re
from email import policy

from playwright.sync_api import expect

from tests.journeys.browsers import PHONE
from tests.journeys.inspection import faults
from tests.journeys.pages import Backoffice, Storefront, a_photo, mail_to

SHOP, OWNER = "fleurs-du-midi", "odile@fleurs.example"
TYPED = {
    "legal_name": "Odile Claes",
    "enterprise_number": "0123.456.749",
    "street": "Rue du Midi 12",
    "phone": "02 511 00 00",
}


def test_a_shop_from_its_first_day_to_its_opening(visit, house):
    stranger = Storefront(visit(viewport=PHONE), house, SHOP, "nl")
    keeper = Backoffice(visit(viewport=PHONE), house, SHOP)
    page, found = keeper.page, []

    page.goto(house.url(path="/fr/open/?name=Fleurs+du+Midi"))
    found += faults(page)
    page.fill("[name=email]", OWNER)
    page.click(".open-form .button")
    text = read(mail_to(house, OWNER)).get_body(("plain",)).get_content()
    page.fill("#id_code", re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text).group())
    page.click("form:has(#id_code) .button")
    page.wait_for_url("**/open/shop/**")
    page.fill("[name=name]", "Sous Verre")
    expect(page.locator(".own-suggestions .chip").first).to_be_visible()
    found += faults(page)
    page.fill("[name=name]", "Fleurs du Midi")
    page.check("[name=trade][value=flowers]")
    page.fill("[name=postcode]", "1000")
    page.click(".open-form > p .button")
    page.wait_for_url("**/backoffice/guide/")

    stranger.open("products/")
    expect(stranger.page.locator(".soon-when")).to_have_text("Binnenkort open")
    found += faults(stranger.page)

    keeper.open()
    expect(page.locator(".guide-step.is-next")).to_have_count(1)
    found += faults(page)
    keeper.open("guide/")
    found += faults(page)

    page.set_viewport_size(PHONE)
    page.click(".guide-step.is-next .button")
    page.set_input_files("#id_photo", a_photo())
    page.fill("#id_price", "12,50")
    page.fill("[name=name]", "Grand bouquet")
    page.click("button[value=publish]")
    expect(page.locator(".flash")).to_be_visible()

    keeper.open("launch/")
    found += faults(page)
    fill_in_what_is_missing(page)
    expect(page.locator(".missing")).to_have_count(0)
    expect(page.locator("form[action$='/opening/']")).to_have_count(0)  # the test order is still to be placed
    found += faults(page)

    customer = Storefront(page, house, SHOP, "fr")
    customer.walks_to_the_last_step("grand-bouquet", "Odile Claes")
    found += faults(page)
    with page.expect_navigation():
        page.click(".is-order")
    expect(page.locator(".thanks-head .notice")).to_be_visible()
    found += faults(page)
    assert read(mail_to(house, "odile@mail.test"))["Subject"].strip().startswith("Commande d’essai · ")

    keeper.open("launch/")
    page.click("form[action$='/test-orders/deletion/'] button")
    page.wait_for_url("**/launch/")
    page.click("form[action$='/opening/'] button")
    expect(page.locator(".opened .qr")).to_be_visible()
    found += faults(page)

    stranger.open("products/grand-bouquet/")
    expect(stranger.page.locator(".addbar button")).to_be_visible()
    stranger.open("products/")
    expect(stranger.page.locator("main article")).to_have_count(1)  # the examples went
    assert found == []


def read(mail):
    return email.message_from_bytes(mail.encode(), policy=policy.default)


def fill_in_what_is_missing(page):
    """Answer each question with its own button, as somebody would who reads from top to bottom."""
    for key, text in TYPED.items():
        page.fill(f"#missing-{key} input:not([type=hidden])", text)
        save(page, key)
    page.select_option("#missing-legal_form select", "natural_person")
    save(page, "legal_form")
    for key in ("vat", "hours", "pay"):
        page.locator(f"#missing-{key} input:not([type=hidden])").first.check()
        save(page, key)


def save(page, key):
    with page.expect_navigation():
        page.click(f"#missing-{key} button")
