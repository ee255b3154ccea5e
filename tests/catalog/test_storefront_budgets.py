"""How many statements a page may cost: the same for one row as for many."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from shops.rules.themes import THEMES
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages

PAGES = {
    "/fr/": 6,
    "/fr/categories/shelf/": 6,
    "/fr/products/?sort=price&available=1": 6,
    "/fr/products/p0/": 4,
    "/fr/search/?q=cactus": 6,
    "/fr/search/?q=cactsu": 6,
}


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


def test_the_frame_costs_nothing_once_it_is_known(client, bakery):
    assert _cost(client, bakery, "/fr/search/") == (0, 0)
