"""Paid by bank transfer: the customer is told how, the shopkeeper reads a statement, and both see that it is paid."""

import datetime as dt

from playwright.sync_api import expect

from tests.factories.statements import Money, kbc
from tests.journeys.browsers import PHONE
from tests.journeys.inspection import faults
from tests.journeys.pages import Storefront, mail_to

SHOP = "sous-verre"  # the demo shop that takes transfers
TODAY = dt.date(2026, 11, 26)


def digits(text):
    return "".join(char for char in text if char.isdigit())


def test_a_transfer_is_promised_then_found_on_a_statement(shopkeeper, visit, house):
    customer = Storefront(visit(viewport=PHONE), house, SHOP)
    page = customer.page
    customer.walks_to_the_last_step("calathea", "Transfer Claes")
    customer.orders("bank_transfer")

    expect(page.locator("svg.qr")).to_be_visible()
    amount, *_others, communication = page.locator(".transfer-parts .num").all_inner_texts()
    assert communication in mail_to(house, "transfer@mail.test")
    assert faults(page) == []

    keeper = shopkeeper(SHOP, "noor", viewport=PHONE)
    keeper.open("transfers/")
    statement = kbc([Money(int(digits(amount)), reference=digits(communication), day=TODAY)])
    keeper.page.set_input_files("[name=file]", {"name": "export.csv", "mimeType": "text/csv", "buffer": statement})
    keeper.page.click("form[action$='/statements/'] button")
    expect(keeper.page.locator(".flash.is-success")).to_be_visible()

    page.reload()
    expect(page.locator(".transfer")).to_have_count(0)
    expect(page.locator(".timeline .is-done")).to_have_count(2)
