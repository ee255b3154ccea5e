"""A passkey, from being made to being removed, with an authenticator that Chromium plays."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import PHONE
from tests.journeys.inspection import faults
from tests.journeys.keys import is_it_you, plays_a_phone
from tests.journeys.pages import PASSWORD, Backoffice


def signs_out(keeper: Backoffice) -> None:
    keeper.open("shop/")
    keeper.page.click("form[action$='/logout/'] button")


@pytest.mark.journey
def test_a_passkey_is_made_opens_each_shop_and_the_platform_and_is_removed(visit, house):
    keeper = Backoffice(visit(viewport=PHONE), house, "bonne-pioche")
    page = keeper.page
    plays_a_phone(page)
    keeper.signs_in("samira@bonne-pioche.example")

    keeper.open("account/keys/")
    found = faults(page)
    page.click("a[href$='/keys/passkeys/new/']")
    is_it_you(page)
    page.wait_for_url("**/keys/passkeys/new/")
    found += faults(page)
    page.click("form[data-passkey=create] button")
    page.wait_for_url("**/keys/paper/")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    found += faults(page)

    signs_out(keeper)
    keeper.open()
    found += faults(page)
    page.click("form[data-passkey=get] button")  # alone: neither address nor password
    expect(page.locator(".bo-nav")).to_be_visible()  # the address of the sign-in page ends the same
    expect(page.locator(".bo-shop")).to_have_text("Bonne Pioche")

    signs_out(keeper)
    keeper.open()
    page.click("details.fold summary")
    page.fill("#id_login", "samira@bonne-pioche.example")
    page.fill("#id_password", PASSWORD)
    page.click("details.fold form .button")
    page.wait_for_url("**/keys/asked/")  # after a password, as the second key
    found += faults(page)
    page.click("form[data-passkey=get] button")
    expect(page.locator(".bo-nav")).to_be_visible()

    page.goto(house.url("", "/account/login/"))
    page.click("form[data-passkey=get] button")
    page.wait_for_url("**/account/")

    keeper.open("account/keys/")
    page.click("a[href*='/keys/passkeys/'][href$='/removal/']")
    page.wait_for_url("**/reauthenticate/**")  # removing asks who one is
    page.click("a[href*='/passkeys/again/']")
    page.click("form[data-passkey=get] button")
    page.wait_for_url("**/removal/")
    page.click(".button.is-danger")
    page.wait_for_url("**/keys/passkeys/")
    expect(page.locator(".key-list")).to_have_count(0)
    assert found == []
