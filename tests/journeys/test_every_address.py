"""
Every address of the three sites, found by their URL configurations, is opened and looked at; none can be forgotten.

A shop's pages in each theme and language, by day and by night, on a phone and on a desk; the backoffice in each language;
the doors as a stranger and as somebody with every kind of key; the platform's own pages; Django's admin.
"""

from functools import partial

import pytest

from tests.isolation.addresses import PLATFORM, SHOP, all_addresses
from tests.journeys.every_address import NO_PAGES, account_paths, admin_paths, backoffice_paths, platform_paths, storefront_paths
from tests.journeys.inspection import LOOKS, LOOKS_AT_WORDS, faults, serious_faults
from tests.journeys.keys import every_key
from tests.journeys.pages import PASSWORD, Storefront
from tests.journeys.walking import ALWAYS_THERE, LANGUAGES, Walker, reading

DOORS = [(SHOP, "sous-verre", "noor@sous-verre.example"), (PLATFORM, None, "platform@vitrine.example")]
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_page_of_a_shop_in_each_theme_and_language(visit, house, worn):
    shop, own_language = worn
    customer = Storefront(visit(language=own_language), house, shop, own_language)
    customer.walks_to_the_payment_page(ALWAYS_THERE[shop], "Unpaid Address")
    customer.walks_to_the_last_step(ALWAYS_THERE[shop], "Every Address")
    walker = Walker(customer.page, house, shop)

    for language in LANGUAGES:
        paths = storefront_paths(house, shop, language)
        walker.walk(paths, partial(faults, looks=LOOKS if language == own_language else LOOKS_AT_WORDS))
    customer.open("cart/")
    customer.page.click("[name=remove]")

    assert walker.found == []
    assert walker.not_seen(paths) == []


@each_language
def test_every_page_of_the_backoffice(shopkeeper, house, language):
    """The bakery's, and of the plant shop those that the bakery's demo has nothing for: it takes no transfers."""
    look = partial(faults, looks=LOOKS if language == LANGUAGES[0] else LOOKS_AT_WORDS)
    bakery, plants = Walker(shopkeeper("four-anna", "anna").page, house, "four-anna"), "sous-verre"
    paths, others = backoffice_paths(house, "four-anna"), backoffice_paths(house, plants)

    with reading(house, "anna@four-anna.example", language):
        bakery.walk(paths, look)
    rest = {name: others[name] for name in bakery.not_seen(paths)}
    second = Walker(shopkeeper(plants, "noor").page, house, plants)
    with reading(house, f"noor@{plants}.example", language):
        second.walk(rest, look)

    assert bakery.found + second.found == []
    assert second.not_seen(rest) == []


@pytest.mark.parametrize(("site", "shop", "email"), DOORS, ids=["shop", "platform"])
def test_every_page_about_signing_in(visit, house, site, shop, email):
    paths = account_paths(house, site, shop)
    stranger, keeper = Walker(visit(), house, shop), Walker(visit(), house, shop)
    signs_in(keeper.page, house.url(shop, paths["account_login"]), email)

    stranger.walk(paths)
    asks_for_a_code(stranger.page, house.url(shop, paths["account_login"]))
    stranger.walk({name: paths[name] for name in stranger.not_seen(paths)})
    with every_key(keeper.page, house, house.url(shop, paths["account_login"]).removesuffix("login/"), email, keeper.look_at):
        keeper.walk(account_paths(house, site, shop))

    assert stranger.found + keeper.found == []
    assert set(stranger.not_seen(paths)) & set(keeper.not_seen(paths)) == set()


@each_language
def test_every_page_of_the_platform(visit, house, language):
    walker = Walker(visit(language=language), house)
    signs_in(walker.page, house.url(path="/account/login/"), "platform@vitrine.example")
    paths = platform_paths(house, language)

    walker.walk(paths)

    assert walker.found == []
    assert walker.not_seen(paths) == []


def test_the_admin_has_nothing_serious(visit, house):
    """Its pages are Django's own, so only what would stop somebody counts, and what has no row in the demo is left out."""
    walker = Walker(visit(), house)
    signs_in(walker.page, house.url(path="/account/login/"), "platform@vitrine.example")
    paths = admin_paths(house)

    walker.walk(paths, serious_faults)

    assert walker.found == []
    assert {name for name in walker.not_seen(paths) if name.endswith(("changelist", "index", "background"))} == set()


def test_no_reason_outlives_its_address():
    names = {address.name for site in (SHOP, PLATFORM) for address in all_addresses(site)}

    assert NO_PAGES.keys() - names == set()


def asks_for_a_code(page, login):
    page.goto(login)
    page.fill("#id_email", "stranger@mail.test")
    page.click(".button:visible")
    page.wait_for_url("**/code/confirm/**")


def signs_in(page, login, email):
    page.goto(login)
    page.click("details.fold summary")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.click("details.fold form .button")
