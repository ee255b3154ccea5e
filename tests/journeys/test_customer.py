"""A customer finds something, pays for it, and keeps the page that says so."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import PHONE
from tests.journeys.pages import Storefront, mail_to

both_languages = pytest.mark.parametrize("language", ["fr", "nl"])
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@both_languages
@with_and_without_scripts
def test_a_cactus_is_paid_by_card(visit, house, language, scripts):
    customer = Storefront(visit(viewport=PHONE, language=language, java_script_enabled=scripts), house, "sous-verre", language)

    customer.walks_to_the_payment_page("cactus-cierge", f"Card{language}{scripts} Claes").pays_by_card()

    number = customer.sees_order(is_paid=True)
    mail_to(house, f"card{language}{scripts}@mail.test".lower(), subject=number)


@both_languages
@with_and_without_scripts
def test_bread_is_ordered_and_paid_at_collection(visit, house, language, scripts):
    customer = Storefront(visit(language=language, java_script_enabled=scripts), house, "four-anna", language)

    customer.walks_to_the_last_step("baguette", f"Counter{language}{scripts} Maes")
    customer.orders("at_collection")

    number = customer.sees_order(is_paid=False)
    mail_to(house, f"counter{language}{scripts}@mail.test".lower(), subject=number)


def test_the_front_page_leads_to_what_is_sold_and_the_search_finds_it(visit, house):
    customer = Storefront(visit(viewport=PHONE), house, "sous-verre")
    page = customer.page

    page.goto(house.url("sous-verre"))
    page.wait_for_url("**/fr/")
    page.locator("main article a").first.click()
    expect(page.locator(".addbar button")).to_be_visible()

    customer.open("search/?q=oreilles")
    page.click(".results a[href$='/products/opuntia/']")
    expect(page.locator(".addbar button")).to_be_visible()


def test_sizes_show_their_price_and_the_chosen_one_is_bought(visit, house):
    customer = Storefront(visit(), house, "sous-verre")
    page = customer.page

    customer.open("products/zamioculcas/")
    page.locator("#add label", has_text="55").click()
    expect(page.locator(".addbar [data-shows=price]")).to_contain_text("28,90")
    page.click(".addbar button")

    customer.open("cart/")
    expect(page.locator(".cart-line .price")).to_contain_text("28,90")
    expect(page.locator(".cart-facts")).to_contain_text("55")


def test_a_piece_in_somebodys_hands_is_theirs_alone(visit, house):
    holder = Storefront(visit(viewport=PHONE), house, "bonne-pioche")
    other = Storefront(visit(), house, "bonne-pioche", "nl")
    holder.walks_to_the_last_step("fauteuil-bleu", "Holder Claes")

    other.open("products/fauteuil-bleu/")
    expect(other.page.locator(".addbar")).to_have_count(0)
    expect(other.page.locator(".notice.is-warn")).to_be_visible()

    holder.open("cart/")
    expect(holder.page.locator(".cart-line")).to_have_count(1)
    expect(holder.page.locator(".field-error, .is-gone")).to_have_count(0)
    holder.open("products/fauteuil-bleu/")
    expect(holder.page.locator(".held-block")).to_be_visible()
    expect(holder.page.locator(".sold, .notice.is-plain, .notice.is-warn")).to_have_count(0)

    holder.open("checkout/review/")
    holder.orders("at_collection")
    holder.sees_order(is_paid=False)
    other.open("products/fauteuil-bleu/")
    expect(other.page.locator(".sold")).to_be_visible()


def test_two_who_want_the_same_piece_the_slower_one_is_told(visit, house):
    quick = Storefront(visit(), house, "bonne-pioche")
    slow = Storefront(visit(), house, "bonne-pioche")
    slow.puts_in_basket("tabouret-d-atelier")

    quick.walks_to_the_last_step("tabouret-d-atelier", "Quick Claes")
    slow.open("cart/")
    expect(slow.page.locator(".cart-line .field-error")).to_be_visible()
    expect(slow.page.locator("a[href$='/checkout/']")).to_have_count(0)

    quick.orders("at_collection")
    slow.open("cart/")
    expect(slow.page.locator(".cart-line.is-gone")).to_be_visible()
    slow.page.click("[name=remove]")
    expect(slow.page.locator(".cart-line")).to_have_count(0)


@both_languages
def test_what_was_typed_wrong_is_told_beside_the_field_and_kept(visit, house, language):
    customer = Storefront(visit(viewport=PHONE, language=language), house, "four-anna", language)
    page = customer.page
    customer.puts_in_basket("speculoos-casses")
    customer.goes_to_checkout()

    page.fill("[name=name]", "Wrong Claes")
    page.fill("[name=email]", "wrong at mail")
    page.click(".step-end button")

    expect(page.locator(".error-summary a[href='#id_email']")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=name]")).to_have_value("Wrong Claes")
    expect(page.locator("[name=email]")).to_have_value(re.compile("wrong"))


def test_a_quantity_changes_by_itself_with_scripts_and_by_a_button_without(visit, house):
    for scripts in (True, False):
        customer = Storefront(visit(java_script_enabled=scripts), house, "sous-verre")
        page = customer.page
        customer.puts_in_basket("terreau-cactees")
        customer.open("cart/")
        with page.expect_navigation():
            if scripts:
                page.click(".cart-line [data-step='1']")
            else:
                page.fill(".cart-line [name=quantity]", "2")
                page.click(".cart-line .no-script")
        expect(page.locator(".cart-line [name=quantity]")).to_have_value("2")


def test_the_mail_is_in_the_demos_mailbox_and_its_link_opens_the_order(visit, house):
    customer = Storefront(visit(language="nl"), house, "four-anna", "nl")
    customer.walks_to_the_last_step("seigle-du-nord", "Mailbox Claes")
    customer.orders("at_collection")
    order_url = customer.page.url
    mail_to(house, "mailbox@mail.test")

    reader = visit(language="nl")
    reader.goto(house.url(path="/demo/"))
    reader.locator("a[href*='/demo/mail/']", has_text="mailbox@mail.test").or_(
        reader.locator("tr, li", has_text="mailbox@mail.test").locator("a[href*='/demo/mail/']")
    ).first.click()
    reader.frame_locator("iframe").locator("a[href*='/order/']").first.click()

    expect(reader).to_have_url(order_url)
