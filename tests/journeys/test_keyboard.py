"""Buying with nothing but the keyboard."""

from playwright.sync_api import Page, expect

from tests.journeys.pages import Storefront

MOST_STEPS = 80


def tab_to(page: Page, selector: str, *, key: str = "Tab") -> None:
    """Press Tab until the focus is there, and expect it to be seen."""
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or _is_field(page), selector
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def _is_field(page: Page) -> bool:
    """A radio inside its label shows the focus on the label; a text field on its border."""
    return bool(page.evaluate("document.activeElement.matches('input, textarea')"))


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_customer_buys_with_the_keyboard_alone(visit, house):
    customer = Storefront(visit(), house, "four-anna")
    page = customer.page
    customer.open()

    tab_to(page, "a[href='#main']")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "article a[href$='/products/croissant/']")
    press(page, "Enter")

    tab_to(page, ".addbar button")
    press(page, "Enter")
    tab_to(page, "#basket-link")
    press(page, "Enter")
    tab_to(page, "a[href='/fr/checkout/']")
    press(page, "Enter")

    tab_to(page, "[name=name]")
    page.keyboard.type("Keyboard Claes")
    tab_to(page, "[name=email]")
    page.keyboard.type("keyboard at mail")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.matches('.error-summary')")
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_email"
    page.keyboard.press("Control+A")
    page.keyboard.type("keyboard@mail.test")
    tab_to(page, ".step-end button")
    press(page, "Enter")

    tab_to(page, "[name=shipping_method]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, ".step-end button")
    press(page, "Space")

    tab_to(page, "[name=payment_method]")
    while page.evaluate("document.activeElement.value") != "at_collection":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tab_to(page, ".is-order")
    tab_to(page, "[name=payment_method]", key="Shift+Tab")
    tab_to(page, ".is-order")
    press(page, "Enter")

    customer.sees_order(is_paid=False)
    expect(page.locator(".ticket-say")).to_contain_text("Keyboard")


def test_a_shopkeeper_prepares_an_order_with_the_keyboard_alone(visit, shopkeeper, house):
    customer = Storefront(visit(), house, "four-anna")
    customer.walks_to_the_last_step("croissant", "Tabea Claes")
    customer.orders("at_collection")
    number = customer.sees_order(is_paid=False)
    page = shopkeeper("four-anna", "anna").page
    page.goto(house.url("four-anna", "/backoffice/"))

    tab_to(page, "a[href='#main']")
    page.keyboard.press("Enter")
    tab_to(page, f".task a[href$='/orders/{number}/']")
    press(page, "Enter")

    tab_to(page, ".tick input")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    for _step in ("ready", "handed over"):
        happened = page.locator("#history .timeline li").count()
        tab_to(page, ".actionbar button")
        press(page, "Enter")
        expect(page.locator(".flash.is-success")).to_be_visible()
        assert page.locator("#history .timeline li").count() > happened

    expect(page.locator(".actionbar")).to_have_count(0)
    tab_to(page, "#history textarea")
    page.keyboard.type("Called, comes at six")
    tab_to(page, ".note-form button")
    press(page, "Enter")
    expect(page.locator("#history")).to_contain_text("Called, comes at six")
