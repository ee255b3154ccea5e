"""axe finds nothing on any page, in each theme, at both widths, by day and by night; nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import faults
from tests.journeys.pages import Storefront, a_photo, product_id

# What there is to see in each shop.
SHOPS = {
    "sous-verre": ("categories/cactus/", "products/petites-succulentes/", "products/bonsai-cypres/", "cactus"),
    "bonne-pioche": ("categories/s-asseoir/", "products/velo-noir/", "products/canape-cuir-brun/", "zoom"),
    "four-anna": ("categories/pains/", "products/cafe-de-helmet/", "products/pain-aux-noix/", "croissant"),
}
each_shop = pytest.mark.parametrize("shop", SHOPS)


def test_the_pages_that_show_what_is_sold(visit, house, worn):
    shop, language = worn
    category, product, sold, word = SHOPS[shop]
    customer = Storefront(visit(language=language), house, shop, language)
    found = []

    for path in (category, product, sold, f"search/?q={word}", "search/?q=zzzz", "cart/"):
        customer.open(path)
        found += faults(customer.page)

    assert found == []


def test_the_pages_that_lead_to_an_order(visit, house, worn):
    shop, language = worn
    _category, product, *_rest = SHOPS[shop]
    customer = Storefront(visit(language=language), house, shop, language)
    page = customer.page
    found = []

    customer.puts_in_basket(product.split("/")[1])
    customer.open("cart/")
    found += faults(page)
    customer.goes_to_checkout()
    found += faults(page)
    page.click(".step-end button")
    expect(page.locator(".error-summary")).to_be_visible()
    found += faults(page)
    customer.says_who("Every Page")
    page.locator("[data-needs-address]").first.check()
    found += faults(page)
    page.click(".step-end button")
    expect(page.locator(".error-summary")).to_be_visible()
    found += faults(page)
    customer.collects(note="Un mot\nsur deux lignes")
    found += faults(page)
    customer.orders("online")
    expect(page.locator("main.payment")).to_be_visible()
    found += faults(page)
    for link in (".back", "main a.more", ".thanks-head .link-button"):  # not paid yet; the order that awaits it; the order, called off
        with page.expect_navigation():
            page.click(link)
        found += faults(page)

    assert found == []


def test_the_order_page_once_it_is_paid(visit, house):
    customer = Storefront(visit(), house, "sous-verre")
    payment = customer.walks_to_the_payment_page("arrosoir", "Paid Claes")
    found = []

    payment.goes_to_bancontact()
    found += faults(customer.page)
    payment.answers_bank("authorise")
    customer.sees_order(is_paid=True)
    found += faults(customer.page)

    assert found == []


def test_pages_that_are_not_there(visit, house, worn):
    shop, _language = worn
    page = visit(language="nl")
    answer = page.goto(house.url(shop, "/nl/nothing/here/"))

    assert answer.status == 404
    assert faults(page) == []


def test_platform_pages_in_other_states(visit, house):
    page = visit(language="nl")
    found = []

    pages = ((None, "/nl/open/?name=Sous+Verre", 200), (None, "/nl/nothing/", 404), ("nobody", "/", 404))
    for shop, path, status in pages:
        answer = page.goto(house.url(shop, path))
        assert answer.status == status
        found += faults(page)

    assert found == []


def test_the_pages_of_an_order_and_a_product_in_the_backoffice(shopkeeper, house):
    keeper = shopkeeper("sous-verre", "noor")
    page = keeper.page
    schema = house.schema_of("sous-verre")
    orders = house.sql(f"SELECT DISTINCT ON (status, payment_status, fulfillment_status) number FROM {schema}.orders_order")
    product = product_id(house, "sous-verre", "petites-succulentes")
    draft = product_id(house, "sous-verre", "kentia")
    found = []

    paths = [f"orders/{number}/" for (number,) in orders]
    for path in (*paths, f"{paths[0]}cancellation/", f"products/{product}/", f"products/{product}/stock/", f"products/{draft}/"):
        keeper.open(path)
        found += faults(page)

    assert found == []


def test_the_new_product_page_with_mistakes(shopkeeper, house):
    keeper = shopkeeper("four-anna", "anna")
    page = keeper.page

    keeper.open("products/new/")
    page.set_input_files("#id_photo", a_photo())
    page.fill("#id_price", "twelve")
    page.click("button[value=publish]")

    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".shoot-kept .photo")).to_have_count(1)
    assert faults(page) == []


@each_shop
def test_looking_around_leaves_no_cookie(house, shop):
    *paths, word = SHOPS[shop]
    with house.client(shop, follow_redirects=True) as client:
        for path in ("", *paths, "products/", f"search/?q={word}", "cart/"):
            answer = client.get(f"/fr/{path}")
            assert answer.status_code == 200, path
            assert "set-cookie" not in answer.headers, path
