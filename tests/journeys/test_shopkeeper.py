"""What a shopkeeper does all day, on a phone held in one hand."""

import email
import re
from email import policy

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import DESK, PHONE
from tests.journeys.pages import Backoffice, Storefront, a_photo, mail_to, product_id

# Each person reads the backoffice in their own language.
READS = {"anna": "fr", "ben": "nl"}
each_person = pytest.mark.parametrize("person", READS)
SHOP = "four-anna"
SLOW = 60_000  # milliseconds: photographs are prepared in the background


@pytest.fixture
def language(person):
    return READS[person]


@pytest.fixture
def keeper(shopkeeper, person):
    return shopkeeper(SHOP, person, viewport=PHONE)


@each_person
def test_signing_in_by_the_code_from_the_mailbox(visit, house, person, language):
    keeper = Backoffice(visit(viewport=PHONE), house, SHOP)
    before = len(house.mails())

    keeper.asks_for_a_code(f"{person}@{SHOP}.example")
    text = _text(mail_to(house, f"{person}@{SHOP}.example"))
    keeper.page.fill("#id_code", re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text).group())
    keeper.page.click("form:has(#id_code) .button")

    keeper.page.wait_for_url("**/backoffice/")
    expect(keeper.page.locator("html")).to_have_attribute("lang", language)
    assert len(house.mails()) == before + 1


def _text(mail):
    return email.message_from_bytes(mail.encode(), policy=policy.default).get_body(("plain",)).get_content()


def test_signing_in_by_password_and_out_again(visit, house):
    keeper = Backoffice(visit(viewport=PHONE), house, "bonne-pioche")
    keeper.signs_in("wout@bonne-pioche.example")
    expect(keeper.page.locator(".bo-shop")).to_have_text("Bonne Pioche")

    keeper.open("shop/")
    keeper.page.click("form[action$='/logout/'] button")
    keeper.open()
    expect(keeper.page.locator("#id_email")).to_be_visible()


@pytest.mark.parametrize(("shop", "person", "language"), [(SHOP, "anna", "fr"), ("bonne-pioche", "wout", "nl")])
def test_a_product_goes_online_from_a_photo(shopkeeper, visit, house, shop, person, language):
    keeper = shopkeeper(shop, person, viewport=PHONE)
    page = keeper.page
    name = f"Pain du mardi {language}"

    keeper.open()
    page.click(".bo-nav a.is-add")
    expect(page.locator("html")).to_have_attribute("lang", language)
    with page.expect_file_chooser() as chooser:
        page.click("label:has(#id_photo)")
    chooser.value.set_files(a_photo())
    expect(page.locator("#id_photo-preview img")).to_be_visible()
    page.fill("#id_price", "4,50")
    page.fill("#id_name", name)
    page.check("[name=kind][value=standard]")
    page.fill("#id_quantity", "6")
    page.locator(".chips label").last.click()
    page.click("button[value=publish]")

    expect(page.locator(".flash.is-success")).to_be_visible()
    expect(page.locator("#photos picture img")).to_be_visible(timeout=SLOW)

    customer = Storefront(visit(viewport=PHONE, language=language), house, shop, language)
    customer.open(f"search/?q=mardi+{language}")
    customer.page.locator("main article a", has_text=name).click()
    expect(customer.page.locator(".addbar .price")).to_contain_text("4,50")
    photo = customer.page.locator("main picture img").first
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalHeight > image.naturalWidth)")  # upright


@each_person
def test_an_order_is_prepared_and_handed_over(keeper, visit, house, person):
    customer = _somebody_orders(visit, house, "pistolet", f"Ready{person} Claes")
    number = customer.sees_order(is_paid=False)
    page = keeper.page

    keeper.open("orders/")
    page.click(f"a[href$='/orders/{number}/']")
    page.locator(".pick input[type=checkbox]").check()
    page.click(".actionbar button")
    mail_to(house, f"ready{person}@mail.test", subject=number)
    customer.page.reload()
    expect(customer.page.locator(".timeline .is-now")).to_have_count(1)
    expect(customer.page.locator(".timeline .is-done")).to_have_count(2)

    keeper.open("orders/?tab=ready")
    page.click(f"a[href$='/orders/{number}/']")
    page.click(".actionbar button")
    expect(page.locator(".actionbar")).to_have_count(0)
    customer.page.reload()
    expect(customer.page.locator(".timeline .is-done")).to_have_count(4)


def test_a_canceled_order_gives_its_stock_back_and_tells_the_customer_why(shopkeeper, visit, house):
    keeper = shopkeeper(SHOP, "anna", viewport=PHONE)
    page = keeper.page
    product = product_id(house, SHOP, "couque-suisse")
    before = keeper.stock_of(product)
    customer = _somebody_orders(visit, house, "couque-suisse", "Canceled Claes")
    number = customer.sees_order(is_paid=False)
    assert keeper.stock_of(product) == before - 1

    keeper.open(f"orders/{number}/")
    page.click("a[href$='/cancellation/']")
    page.click(".button.is-danger")
    expect(page.locator(".error-summary a")).to_be_visible()  # why?
    page.locator("[name=reason]").first.check()
    page.click(".button.is-danger")

    assert keeper.stock_of(product) == before
    customer.page.reload()
    expect(customer.page.locator(".thanks-ok.is-danger")).to_be_visible()


@each_person
def test_sold_in_the_shop_takes_two_taps(keeper, house, person):
    page = keeper.page
    product = product_id(house, SHOP, "tarte-aux-pommes")
    before = keeper.stock_of(product)
    keeper.open("products/?q=pommes")

    page.click(f"a[href$='/products/{product}/stock/']")
    page.locator("form[action$='/sales/'] button").first.click()

    expect(page.locator(".stock-number .num").first).to_have_text(str(before - 1))


def test_a_new_count_of_the_stock(shopkeeper, visit, house):
    keeper = shopkeeper(SHOP, "ben", viewport=PHONE)
    product = product_id(house, SHOP, "craquelin")
    keeper.open(f"products/{product}/stock/")

    keeper.page.fill("[name$=on_hand]", "0")
    keeper.page.click(".count-again button")

    customer = Storefront(visit(), house, SHOP)
    customer.open("products/craquelin/")
    expect(customer.page.locator(".addbar")).to_have_count(0)
    assert keeper.stock_of(product) == 0


def test_a_product_is_edited_taken_offline_and_put_back(shopkeeper, visit, house):
    keeper = shopkeeper(SHOP, "anna", viewport=PHONE)
    page = keeper.page
    customer = Storefront(visit(), house, SHOP)
    product = product_id(house, SHOP, "farine-demi-complete")

    keeper.open(f"products/{product}/")
    page.fill("[name$=price]:visible >> nth=0", "3.10")
    keeper.saves()
    customer.open("products/farine-demi-complete/")
    expect(customer.page.locator(".addbar .price")).to_contain_text("3,10")

    page.click("form[action$='/withdrawal/'] button")
    assert customer.page.goto(customer.url("products/farine-demi-complete/")).status in (404, 410)
    keeper.open(f"products/{product}/")
    page.click("button[value=publish]")
    assert customer.page.goto(customer.url("products/farine-demi-complete/")).status == 200


def test_a_new_category_gets_a_product_and_stands_in_the_menu(shopkeeper, visit, house):
    keeper = shopkeeper("sous-verre", "noor", viewport=PHONE)
    page = keeper.page
    customer = Storefront(visit(viewport=PHONE), house, "sous-verre")
    product = product_id(house, "sous-verre", "arrosoir")

    keeper.open("shop/")
    page.click("main a[href$='/categories/']")
    page.click("main a[href$='/categories/new/']")
    page.fill("[name=name_fr]", "Pour arroser")
    page.check("[name=icon][value=sprout]", force=True)
    keeper.saves()
    customer.open("products/")
    expect(customer.page.locator(".cats a", has_text="Pour arroser")).to_have_count(0)  # nothing is in it yet

    keeper.open(f"products/{product}/")
    page.locator(".chips label", has_text="Pour arroser").click()
    page.fill("[name=facts-label_0_fr]", "Contenance")
    page.fill("[name=facts-value_0_fr]", "Un litre et demi")
    keeper.saves()
    keeper.open("categories/")
    row = page.locator(".list li", has_text="Pour arroser")
    row.locator("button[value=up]").click()
    expect(page.locator(".list li:nth-last-child(2) h2")).to_have_text("Pour arroser")

    customer.open("products/")
    customer.page.locator(".cats a", has_text="Pour arroser").click()
    customer.page.wait_for_url("**/fr/categories/pour-arroser/")
    customer.page.locator("main article a").first.click()
    expect(customer.page.locator("main")).to_contain_text("Un litre et demi")


def test_texts_hours_and_colour_of_the_shop(shopkeeper, visit, house):
    keeper = shopkeeper("bonne-pioche", "samira", viewport=PHONE)
    page = keeper.page
    customer = Storefront(visit(), house, "bonne-pioche")

    keeper.open("shop/texts/")
    page.fill("[name=announcement_fr]", "Fermé le 24 au soir")
    keeper.saves()
    customer.open()
    expect(customer.page.get_by_text("Fermé le 24 au soir")).to_be_visible()

    keeper.open("shop/hours/")
    page.fill("[name=d1-0-opens]", "10:00")
    page.fill("[name=d1-0-closes]", "12:34")
    keeper.saves()
    customer.open()
    expect(customer.page.locator("body")).to_contain_text(re.compile(r"12\s?h\s?34"))

    keeper.open("shop/look/")
    page.check("[name=use_brand]")
    page.fill("[name=brand_color]", "#8a2be2")
    keeper.saves()
    customer.open()
    expect(customer.page.locator("link[href*='/theme/']")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_home_page_is_arranged_with_the_keyboard(shopkeeper, visit, house, script):
    keeper = shopkeeper("sous-verre", "noor", viewport=PHONE, java_script_enabled=script)
    page = keeper.page

    keeper.open("shop/home/")
    expect(page.locator(".save-bar")).to_be_visible(visible=not script)  # nothing to save yet; without script it just stands there
    before = page.locator(".part").evaluate_all("parts => parts.map(part => part.id)")
    page.focus("#up-story")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    after = page.locator(".part").evaluate_all("parts => parts.map(part => part.id)")
    assert after.index("story") == before.index("story") - 1
    expect(page.locator("#up-story")).to_be_focused()

    page.click("#hero summary")
    title = f"Des plantes, {'avec' if script else 'sans'}"
    page.fill("[name=hero-hero_title_fr]", title)
    keeper.saves()
    customer = Storefront(visit(), house, "sous-verre")
    customer.open()
    expect(customer.page.locator("h1")).to_have_text(title)


def test_a_look_is_seen_on_a_phone_before_it_is_saved(shopkeeper, visit, house):
    keeper = shopkeeper("sous-verre", "noor", viewport=DESK)
    page, preview = keeper.page, keeper.page.frame_locator("#phone")

    keeper.open("shop/look/")
    expect(preview.locator("html")).to_have_attribute("data-theme", "serre")
    page.check("[name=theme][value=comptoir]", force=True)
    page.check("[name=font_pair][value=book]", force=True)
    expect(preview.locator("html")).to_have_attribute("data-theme", "comptoir")
    expect(preview.locator("h1")).to_have_css("font-family", re.compile("Newsreader"))

    customer = Storefront(visit(), house, "sous-verre")
    customer.open()
    expect(customer.page.locator("html")).to_have_attribute("data-theme", "serre")


def test_a_person_chooses_their_language(shopkeeper):
    keeper = shopkeeper("sous-verre", "noor", viewport=PHONE)

    for language in ("nl", "fr"):
        keeper.open("shop/account/")
        keeper.page.check(f"[name=language][value={language}]", force=True)
        keeper.saves()
        expect(keeper.page.locator("html")).to_have_attribute("lang", language)


def _somebody_orders(visit, house, slug, name):
    customer = Storefront(visit(), house, SHOP)
    customer.walks_to_the_last_step(slug, name)
    customer.orders("at_collection")
    return customer
