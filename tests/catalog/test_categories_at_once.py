"""Two people arrange the shelves at the same moment."""

from functools import partial

import pytest

from catalog.models import Category, Product
from catalog.rules.categories import CategoryWords
from catalog.services.add_category import CategoryNameTaken, add_category, category_called
from catalog.services.move_category import move_category
from catalog.services.remove_category import remove_category
from catalog.services.update_category import update_category
from catalog.services.update_product import ProductChanges, update_product
from kit.clock import now
from tests.factories.catalog import make_category, make_product


@pytest.fixture
def shelves(open_shop):
    """The bakery without categories, before and after."""
    with open_shop.entered():
        Category.objects.all().delete()
    yield open_shop
    with open_shop.entered():
        Category.objects.all().delete()


def test_one_name_added_twice_at_once_is_one_category(at_once, shelves):
    answers = at_once([partial(add_category, words=CategoryWords(names={"fr": name})) for name in ("Pains", "PAINS", "pains")])

    assert sum(isinstance(answer, CategoryNameTaken) for answer in answers) == 2
    with shelves.entered():
        assert Category.objects.count() == 1


def test_products_that_name_the_same_category_at_once_share_it(at_once, shelves):
    answers = at_once([partial(category_called, name="Pains")] * 4)

    assert len({category.pk for category in answers}) == 1
    with shelves.entered():
        assert Category.objects.count() == 1


def test_a_product_put_into_a_category_that_is_being_removed_stays_whole(at_once, shelves):
    with shelves.entered():
        products = [make_product().pk for _number in range(3)]
    for _attempt in range(5):
        with shelves.entered():
            category = make_category().pk
        changes = ProductChanges(columns={"category_id": category})
        puts = [partial(update_product, product_id=pk, changes=changes, user_id=None, now=now()) for pk in products]

        answers = at_once([*puts, partial(remove_category, category_id=category)])

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        with shelves.entered():
            assert set(Product.objects.values_list("category_id", flat=True)) == {None}
            assert not Category.objects.filter(pk=category).exists()


def test_renaming_moving_and_saving_at_once_wait_for_each_other(at_once, shelves):
    with shelves.entered():
        first, second = make_category(slug="a", position=0).pk, make_category(slug="b", position=1).pk
        products = [make_product().pk for _number in range(2)]
    for attempt in range(5):
        saves = [
            partial(update_product, product_id=pk, changes=ProductChanges(columns={"category_id": shelf}), user_id=None, now=now())
            for pk, shelf in zip(products, (first, second), strict=True)
        ]
        renames = [partial(update_category, category_id=pk, words=CategoryWords(names={"fr": f"{attempt} {pk}"})) for pk in (second, first)]

        answers = at_once([*saves, *renames, partial(move_category, category_id=first, steps=1)])

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        with shelves.entered():
            assert sorted(Category.objects.values_list("position", flat=True)) == [0, 1]
            for product in Product.objects.all():
                assert product.category.name_fr in product.search_text
