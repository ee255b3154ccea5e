"""Who looks around gets no cookie and talks to nobody but the shop; who buys gets only what buying needs."""

import pytest
from django.conf import settings

from shops.storefront.cookies import ANNOUNCEMENT, MESSAGES, OF_STAFF, OF_VISITORS
from tests.house import BASE_DOMAIN
from tests.journeys.pages import Storefront

# A shop of each of three themes, and what is there to see in it.
SHOPS = {
    "sous-verre": ("fr", "categories/cactus/", "products/petites-succulentes/", "products/bonsai-cypres/", "cactus"),
    "bonne-pioche": ("nl", "categories/s-asseoir/", "products/velo-noir/", "products/canape-cuir-brun/", "stoel"),
    "four-anna": ("fr", "categories/pains/", "products/cafe-de-helmet/", "products/pain-aux-noix/", "pain"),
}
ALLOWED = {cookie.name for cookie in OF_VISITORS}


def names(page):
    return {cookie["name"] for cookie in page.context.cookies()}


def test_the_list_of_cookies_is_the_whole_list():
    assert {settings.CART_COOKIE_NAME, MESSAGES, ANNOUNCEMENT} == ALLOWED
    assert {cookie.name for cookie in OF_STAFF} == {settings.PREVIEW_COOKIE_NAME, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.mark.parametrize("shop", SHOPS)
def test_who_looks_around_leaves_no_trace_and_who_buys_only_what_is_needed(visit, house, shop):
    language, category, product, sold, word = SHOPS[shop]
    customer = Storefront(visit(language=language), house, shop, language)
    page = customer.page
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(house.url(shop, "/"))
    about_itself = ("cookies/", "accessibility/")
    looked_at = ("", "products/", "products/?sort=price", category, product, sold, f"search/?q={word}", *about_itself, "cart/", "nothing/")
    for path in looked_at:
        customer.open(path)
        page.wait_for_load_state("networkidle")
        assert names(page) == set(), path
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0], path
    own = house.url(shop, "/")
    foreign = [url for url in asked if not url.startswith((own, "data:", "blob:"))]
    assert foreign == [], "not even the platform's own host is asked"
    assert len(asked) > len(looked_at)
    assert BASE_DOMAIN in own

    customer.puts_in_basket(product.split("/")[1])
    assert settings.CART_COOKIE_NAME in names(page)
    customer.open("cart/")
    customer.goes_to_checkout()
    customer.says_who("Nobody Followed")

    assert names(page) <= ALLOWED
    for cookie in page.context.cookies():
        assert cookie["sameSite"] == "Lax"
        assert not cookie["domain"].startswith("."), "for this host alone"
        assert cookie["httpOnly"] or cookie["name"] == ANNOUNCEMENT
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []
