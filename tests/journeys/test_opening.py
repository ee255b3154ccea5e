"""A shop from its first day to its opening: the guide, each missing thing with its field, a test order, the door."""

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
    "postcode": "1000",
    "city": "Bruxelles",
    "phone": "02 511 00 00",
    "email": OWNER,
}


def test_a_shop_from_its_first_day_to_its_opening(visit, house):
    house.manage("create_shop", "--name", "Fleurs du Midi", "--subdomain", SHOP, "--owner-email", OWNER, "--owner-name", "Odile Claes")
    stranger = Storefront(visit(viewport=PHONE), house, SHOP, "nl")
    keeper = Backoffice(visit(viewport=PHONE), house, SHOP)
    page, found = keeper.page, []

    stranger.open("products/")
    expect(stranger.page.locator(".soon-when")).to_have_text("Binnenkort open")
    found += faults(stranger.page)

    sign_in_by_code(keeper, house)
    expect(page.locator(".guide-step.is-next")).to_have_count(1)
    found += faults(page)
    keeper.open("guide/")
    found += faults(page)

    page.set_viewport_size(PHONE)
    page.click(".guide-step.is-next .button")
    page.set_input_files("#id_photo", a_photo())
    page.fill("#id_price", "12,50")
    page.fill("[name=name]", "Bouquet du jour")
    page.click("button[value=publish]")
    expect(page.locator(".flash")).to_be_visible()

    keeper.open("launch/")
    found += faults(page)
    fill_in_what_is_missing(page)
    expect(page.locator(".missing")).to_have_count(0)
    expect(page.locator("form[action$='/opening/']")).to_have_count(0)  # the test order is still to be placed
    found += faults(page)

    customer = Storefront(page, house, SHOP, "fr")
    customer.walks_to_the_last_step("bouquet-du-jour", "Odile Claes")
    found += faults(page)
    with page.expect_navigation():
        page.click(".is-order")
    expect(page.locator(".thanks-head .notice")).to_be_visible()
    found += faults(page)
    assert read(mail_to(house, "odile@mail.test"))["Subject"].startswith("Commande d’essai · ")

    keeper.open("launch/")
    page.click("form[action$='/test-orders/deletion/'] button")
    page.wait_for_url("**/launch/")
    page.click("form[action$='/opening/'] button")
    expect(page.locator(".opened .qr")).to_be_visible()
    found += faults(page)

    stranger.open("products/bouquet-du-jour/")
    expect(stranger.page.locator(".addbar button")).to_be_visible()
    assert found == []


def sign_in_by_code(keeper, house):
    keeper.asks_for_a_code(OWNER)
    text = read(mail_to(house, OWNER)).get_body(("plain",)).get_content()
    keeper.page.fill("#id_code", re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text).group())
    keeper.page.click("form:has(#id_code) .button")
    keeper.page.wait_for_url("**/backoffice/")


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
        page.click(f"#missing-{key} form button")
