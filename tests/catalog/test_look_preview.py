"""A look that is chosen but not saved: seen by the people of the shop, on one page, and by nobody else."""

import pytest

from shops.models import ShopSettings
from tests.backoffice_tools import sign_in
from tests.factories import catalog as make
from tests.factories.catalog_pages import settle

URL = "/backoffice/shop/look/preview/"
CHOSEN = {"theme": "comptoir", "use_brand": "on", "brand_color": "#ffe000", "font_pair": "book"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_preview_wears_what_is_chosen_and_the_shop_what_is_saved(method, bakery, client):
    with bakery.entered():
        make.make_product("Miche")
        settle(theme="serre")

    page = getattr(sign_in(bakery), method)(URL, CHOSEN)

    assert page.status_code == 200
    assert 'data-theme="comptoir"' in page.text
    assert "/theme/comptoir-ffe000-book-" in page.text
    assert "Miche" in page.text
    assert 'lang="fr"' in page.text
    shop = client.get("/fr/", HTTP_HOST=bakery.hostname).text
    assert 'data-theme="serre"' in shop
    assert "/theme/" not in shop
    with bakery.entered():
        assert ShopSettings.objects.values_list("theme", "brand_color", "font_pair").get() == ("serre", "", "")


def test_only_this_answer_may_stand_in_a_frame_and_only_in_our_own(bakery):
    client = sign_in(bakery)
    preview, shop, form = client.get(URL), client.get("/fr/"), client.get("/backoffice/shop/look/")

    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert preview["Cache-Control"] == "private, no-store"
    assert "frame-src 'self'" in form["Content-Security-Policy"]
    for other in (shop, form):
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "sent",
    [
        {"theme": "nobody", "font_pair": "comic", "use_brand": "on", "brand_color": "url(x)"},
        {"theme": "../../etc", "brand_color": "#fff}"},
        {},
    ],
)
def test_what_is_no_look_is_shown_as_saved(sent, bakery):
    with bakery.entered():
        settle(theme="brocante", font_pair="round")

    page = sign_in(bakery).get(URL, sent)

    assert page.status_code == 200
    assert 'data-theme="brocante"' in page.text


def test_strangers_see_no_preview(bakery, bookshop, client):
    assert client.get(URL, HTTP_HOST=bakery.hostname).status_code == 302
    assert sign_in(bakery, bookshop.owner).get(URL).status_code == 404
