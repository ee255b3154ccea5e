"""The network goes away, or the server fails: one line says so, nothing typed is lost, and all works again afterwards."""

import email
import re
from email import policy

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import PHONE
from tests.journeys.inspection import faults
from tests.journeys.pages import mail_to

OFFLINE = {"fr": "Vous êtes hors ligne.", "nl": "U bent offline."}
ADDRESS_NOT_LOOKED_UP = "We konden niet nagaan of dit adres vrij is."


@pytest.fixture
def visitor(browser):
    """A page that nobody watches: that scripts complain of a missing network is what these tests are about."""
    context = browser.new_context(viewport=PHONE, locale="nl-BE", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_an_order_is_not_sent_into_nowhere(visitor, house, language):
    page, line = visitor, visitor.locator(".connection")
    page.goto(house.url("sous-verre", f"/{language}/products/?sort=price"))
    page.goto(house.url("sous-verre", page.locator(".card h3 a").first.get_attribute("href")))

    assert line.bounding_box()["height"] == 0
    page.context.set_offline(True)
    expect(line).to_contain_text(OFFLINE[language])
    mistakes = faults(page)
    page.fill("#quantity", "2")
    page.click(".addbar .button")
    page.wait_for_timeout(300)
    expect(line).to_contain_text(OFFLINE[language])
    held_back = page.url, page.input_value("#quantity"), page.locator(".addbar [aria-busy]").count()
    page.context.set_offline(False)
    expect(line).to_have_text("")
    page.context.set_offline(True)
    expect(line).to_contain_text(OFFLINE[language])
    page.click(".addbar .button")
    page.wait_for_timeout(300)
    held_again = page.url, page.input_value("#quantity"), page.locator(".addbar [aria-busy]").count()
    page.context.set_offline(False)
    expect(line).to_have_text("")
    with page.expect_navigation():
        page.click(".addbar .button")

    assert mistakes == []
    assert held_again == held_back, "at the next outage too"
    assert held_back[1:] == ("2", 0)
    expect(page.locator(".basket-link .count")).to_contain_text("2")


def test_a_second_press_is_held_back_while_the_first_is_under_way(visitor, house):
    page, sent = visitor, []
    page.goto(house.url("sous-verre", "/fr/products/?sort=price"))
    page.goto(house.url("sous-verre", page.locator(".card h3 a").first.get_attribute("href")))

    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation():
        page.evaluate("() => { const add = document.querySelector('.addbar .button'); add.click(); add.click(); add.click(); }")

    assert len(sent) == 1
    expect(page.locator(".basket-link .count")).to_contain_text("1")


def test_a_question_of_the_page_that_nobody_answers(visitor, house):
    page, line = visitor, visitor.locator(".connection")
    asks_for_a_shop(page, house, "hors-ligne@fleurs.example")
    free = page.locator(".own-host")
    page.fill("[name=name]", "Bloemen van hier")
    expect(free).to_contain_text("bloemen-van-hier")

    page.context.set_offline(True)
    page.fill("[name=name]", "Bloemen van ginder")
    expect(line).to_contain_text(OFFLINE["nl"])
    expect(free).to_contain_text("bloemen-van-hier")
    page.context.set_offline(False)
    page.route("**/open/check/**", lambda route: route.fulfill(status=500, body="<h1>no page of ours</h1>"))
    page.fill("[name=name]", "Bloemen van daar")
    expect(line).to_contain_text(ADDRESS_NOT_LOOKED_UP)
    mistakes = faults(page)
    still = page.locator("#own-address").count(), page.input_value("[name=name]")
    page.unroute_all()
    page.fill("[name=name]", "Bloemen van overal")

    expect(free).to_contain_text("bloemen-van-overal")
    expect(line).to_have_text("")
    assert mistakes == []
    assert still == (1, "Bloemen van daar")


def test_help_that_cannot_be_fetched_leaves_the_page_standing(shopkeeper, house):
    keeper = shopkeeper("four-anna", "anna", viewport=PHONE)
    page = keeper.page
    keeper.open("shop/identity/")
    page.fill("[name=phone]", "02 123 45 67")
    page.context.set_offline(True)

    page.click(".bo-help")
    page.wait_for_timeout(300)

    expect(page.locator(".connection.is-said")).to_contain_text(OFFLINE["fr"])
    assert page.input_value("[name=phone]") == "02 123 45 67"
    page.context.set_offline(False)
    page.click(".bo-help")
    expect(page.locator(".help-panel h2").first).to_be_visible()


def asks_for_a_shop(page, house, address):
    page.goto(house.url(path="/nl/open/?name=Bloemen"))
    page.fill("[name=email]", address)
    page.click(".open-form .button")
    mail = email.message_from_string(mail_to(house, address), policy=policy.default)
    page.fill("#id_code", re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.get_body(("plain",)).get_content()).group())
    page.click("form:has(#id_code) .button")
    page.wait_for_url("**/open/shop/**")
