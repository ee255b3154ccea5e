"""Help beside the page: opened, searched and closed with the keyboard; a page of its own without scripts."""

from playwright.sync_api import expect

from tests.journeys.inspection import faults
from tests.journeys.pages import Backoffice
from tests.journeys.test_keyboard import tab_to


def test_help_opens_beside_the_page_and_gives_the_focus_back(visit, house):
    keeper = Backoffice(visit(), house, "four-anna")
    page = keeper.page
    keeper.signs_in("anna@four-anna.example")
    keeper.open("orders/")

    tab_to(page, "a.bo-help")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.help-panel #help-title")).to_be_focused()
    assert faults(page) == []

    tab_to(page, ".help-panel [name=q]")
    page.keyboard.type("retour")
    page.keyboard.press("Enter")
    expect(page.locator(".help-panel [role=status]")).to_be_visible()
    tab_to(page, ".help-list a[href='/backoffice/help/returns/']")
    page.keyboard.press("Enter")
    expect(page.locator(".help-panel .help-article")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help-panel")).not_to_be_visible()
    expect(page.locator("a.bo-help")).to_be_focused()
    assert page.url.endswith("/backoffice/orders/")


def test_help_is_a_page_of_its_own_without_scripts(visit, house):
    keeper = Backoffice(visit(java_script_enabled=False), house, "four-anna")
    page = keeper.page
    keeper.signs_in("anna@four-anna.example")
    keeper.open("orders/")

    page.click("a.bo-help")
    page.wait_for_url("**/backoffice/help/orders/")
    page.fill(".bo-search [name=q]", "photo")
    page.press(".bo-search [name=q]", "Enter")
    page.wait_for_url("**/backoffice/help/?q=photo")
    page.click(".help-list a[href='/backoffice/help/photos/']")
    page.wait_for_url("**/backoffice/help/photos/")
