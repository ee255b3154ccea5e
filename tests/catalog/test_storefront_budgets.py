"""How many statements and bytes a page may cost: statements the same for one row as for many."""

import gzip
import re

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from shops.rules.themes import THEMES
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages

PAGES = {
    "/fr/": 2,
    "/fr/categories/shelf/": 1,
    "/fr/products/?sort=price&available=1": 1,
    "/fr/products/p0/": 1,
    "/fr/search/?q=cactus": 3,
    "/fr/search/?q=cactsu": 4,
}
ALL_BUT_PHOTOS_BYTES, HTML_BYTES, SCRIPT_BYTES = 59_000, 6_000, 1_500  # gzip; what travels is brotli, 2 kB less


def _fill(shelf, start, count):
    for number in range(start, start + count):
        product = make.make_product("Cactus", slug=f"p{number}", category=shelf, variants=1 + number % 3)
        pages.picture(product)
        if number % 5 == 0:
            pages.held(make.make_unique_piece("Cactus chair", slug=f"u{number}", category=shelf))


def _cost(client, shop, path):
    client.get(path, HTTP_HOST=shop.hostname)  # warm
    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["platform"]) as platform:
        assert client.get(path, HTTP_HOST=shop.hostname).status_code == 200
    return len(own), len(platform)


@pytest.mark.parametrize("theme", THEMES)
def test_a_warm_page_keeps_its_budget_with_few_rows_and_with_many(client, bakery, theme):
    with bakery.entered():
        shelf = make.make_category(slug="shelf")
        _fill(shelf, 0, 2)
        pages.settle(theme=theme)
    few = {path: _cost(client, bakery, path) for path in PAGES}
    with bakery.entered():
        _fill(shelf, 2, 28)
        pages.settle()
    many = {path: _cost(client, bakery, path) for path in PAGES}

    assert {path: own for path, (own, _platform) in many.items() if own > PAGES[path]} == {}
    assert {platform for _own, platform in many.values()} == {0}
    assert {path: (few[path], many[path]) for path in PAGES if many[path][0] - few[path][0] > 1} == {}  # one more: the count for "all 30"


@pytest.mark.parametrize("theme", THEMES)
def test_a_list_of_24_photographs_weighs_no_more_than_it_may(client, bakery, theme):
    names = ["Fauteuil", "Lampe de bureau", "Buffet bas", "Miroir rond", "Chaise haute", "Commode"]
    with bakery.entered():
        for number in range(24):
            name = f"{names[number % 6]} {number}"
            piece = make.make_unique_piece(name, slug=f"u{number}", price=1990 + 700 * number)
            pages.picture(piece.product, alt_fr=f"{name}, de face")
        pages.settle(theme=theme)

    html = client.get("/fr/products/", HTTP_HOST=bakery.hostname).text

    assert len(set(re.findall(r"/media/[^ ]+400.avif", html))) == (0 if THEMES[theme].is_menu else 24)
    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES


@pytest.mark.parametrize("theme", THEMES)
def test_the_fonts_and_sheets_of_a_theme_leave_room_for_its_pages(theme):
    facts = THEMES[theme]
    fonts = sum((settings.ROOT / f"static/fonts/{font}.woff2").stat().st_size for font in (facts.font, *facts.other_fonts))
    sheets = [settings.ROOT / f"static/css/{sheet}.css" for sheet in ("tokens", "base", "components", f"themes/{theme}")]

    assert fonts + sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets) <= ALL_BUT_PHOTOS_BYTES - HTML_BYTES - SCRIPT_BYTES


def test_the_frame_costs_nothing_once_it_is_known(client, bakery):
    assert _cost(client, bakery, "/fr/search/") == (0, 0)
