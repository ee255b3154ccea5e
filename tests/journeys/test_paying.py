"""A customer with a phone pays online, and everything that may come between: see the traps in tests/payments."""

from playwright.sync_api import expect

from tests.journeys.browsers import PHONE
from tests.journeys.pages import ASKS_3D_SECURE, IS_DECLINED, PaymentPage, Storefront


def order_address(house, shop, name, language):
    """Return the secret address of an order that is not confirmed yet: no mail tells it."""
    schema = house.schema_of(shop)
    ((secret,),) = house.sql(f"SELECT secret FROM {schema}.orders_order WHERE name = %s ORDER BY id DESC LIMIT 1", name)
    return house.url(shop, f"/{language}/order/{secret}/")


def numbers_of(house, shop, name):
    schema = house.schema_of(shop)
    return [number for (number,) in house.sql(f"SELECT number FROM {schema}.orders_order WHERE name = %s", name)]


def payments_of(house, shop, name):
    """Return the states of all attempts to pay the orders of a person."""
    schema = house.schema_of(shop)
    rows = house.sql(
        f"SELECT a.state FROM {schema}.payments_paymentattempt a JOIN {schema}.orders_order o ON o.id = a.order_id"
        " WHERE o.name = %s ORDER BY a.id",
        name,
    )
    return [state for (state,) in rows]


def test_a_declined_card_is_told_at_its_field_and_another_one_pays(visit, house):
    customer = Storefront(visit(viewport=PHONE), house, "sous-verre")
    payment = customer.walks_to_the_payment_page("haworthia", "Declined Claes")

    payment.pays_by_card(IS_DECLINED)
    expect(customer.page.locator(".notice a[href='#number']")).to_be_visible()
    payment.pays_by_card()

    customer.sees_order(is_paid=True)
    assert payments_of(house, "sous-verre", "Declined Claes") == ["paid"]


def test_the_bank_may_ask_who_it_is(visit, house):
    customer = Storefront(visit(viewport=PHONE, language="nl"), house, "sous-verre", "nl")
    payment = customer.walks_to_the_payment_page("haworthia", "Secure Claes")

    payment.pays_by_card(ASKS_3D_SECURE)
    payment.answers_bank("authorise")

    customer.sees_order(is_paid=True)
    assert payments_of(house, "sous-verre", "Secure Claes") == ["paid"]


def test_who_walks_away_from_bancontact_comes_back_and_pays(visit, house):
    customer = Storefront(visit(viewport=PHONE), house, "bonne-pioche")
    page = customer.page
    payment = customer.walks_to_the_payment_page("instantane-blanc", "Walker Claes")
    payment.goes_to_bancontact()
    payment.answers_bank("leave")

    page.goto(order_address(house, "bonne-pioche", "Walker Claes", "fr"))
    expect(page.locator(".thanks-ok.is-warn")).to_be_visible()
    page.click(".thanks-head .button")
    payment = PaymentPage(page)
    payment.goes_to_bancontact()
    payment.answers_bank("authorise")

    customer.sees_order(is_paid=True)
    assert payments_of(house, "bonne-pioche", "Walker Claes") == ["paid"]  # the page that was left, not a second one


def test_going_back_after_paying_neither_pays_nor_orders_twice(visit, house):
    customer = Storefront(visit(viewport=PHONE), house, "four-anna")
    page = customer.page
    customer.walks_to_the_payment_page("croissant", "Back Claes").pays_by_card()
    number = customer.sees_order(is_paid=True)

    for _step in range(3):
        page.go_back()
    expect(page.locator("body")).to_be_visible()
    assert numbers_of(house, "four-anna", "Back Claes") == [number]
    assert payments_of(house, "four-anna", "Back Claes") == ["paid"]

    customer.open("cart/")
    expect(page.locator(".cart-line")).to_have_count(0)


def test_second_tab_finds_the_order_paid(visit, house):
    customer = Storefront(visit(viewport=PHONE, language="nl"), house, "four-anna", "nl")
    payment = customer.walks_to_the_payment_page("croissant", "Tabs Claes")
    address = order_address(house, "four-anna", "Tabs Claes", "nl")
    second = customer.page.context.new_page()
    second.goto(address)
    second.click(".thanks-head .button")
    PaymentPage(second)  # the same page, in another tab
    assert second.url == customer.page.url

    payment.pays_by_card()
    number = customer.sees_order(is_paid=True)
    second.goto(f"{address}payment/")

    expect(second).to_have_url(address)
    expect(second.locator(".thanks-ok:not(.is-warn)")).to_be_visible()
    assert numbers_of(house, "four-anna", "Tabs Claes") == [number]
    assert payments_of(house, "four-anna", "Tabs Claes") == ["paid"]
