"""A bakery with something on each page that search engines read."""

import pytest

from catalog.selectors import listings
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages


@pytest.fixture
def stocked(bakery, monkeypatch):
    """The bakery with two shelves over several short pages: plain products, choices, a piece, a sold one, a draft, a retired one."""
    monkeypatch.setattr(listings, "PER_PAGE", 4)
    with bakery.entered():
        pages.settle(
            name="Four d’Anna", tagline_fr="Pains", street_fr="Rue Haute 1", postcode="1000", city_fr="Bruxelles", phone="02 111 11 11"
        )
        shelf, other = make.make_category("Cactus", slug="shelf"), make.make_category("Lamps", slug="lamps")
        for number in range(3):
            pages.picture(make.make_product(f"Cactus {number:02}", slug=f"c{number}", category=shelf))
        make.make_product("Cactus", slug="cactus", category=shelf, description_fr="Un cactus\n\nqui pique & qui dure.")
        make.make_product("Cactus", slug="cactus-2", category=shelf)
        chosen = make.make_product("Pull", slug="pull", category=other, with_picture=True)
        pages.matrix(chosen, ["S", "M"], ["Rouge", "Bleu"], stock={(0, 0): 0})
        piece = make.make_unique_piece("Chaise", slug="chaise", category=other)
        pages.picture(piece.product)
        make.make_unique_piece("Table", slug="table", on_hand=0, category=other)
        make.make_product("Brouillon", slug="brouillon", status="draft", with_picture=True)
        make.make_product("Retraite", slug="retraite", status="archived", with_picture=True)
        make.make_product("Très long " * 11, slug="long", with_picture=True)
        pages.settle()
    return bakery
