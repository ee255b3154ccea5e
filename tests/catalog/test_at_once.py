"""Several shopkeepers and customers at the same moment, on real connections."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections, transaction

from catalog.models import OptionValue, Product, ProductImage, Variant
from catalog.rules.variants import OptionPlan
from catalog.services.add_photo import MAX_PHOTOS, add_photo
from catalog.services.create_product import NewProduct, create_product
from catalog.services.duplicate_product import duplicate_product
from catalog.services.set_options import set_options
from catalog.services.stock import hold_stock
from catalog.services.update_product import ProductChanges, VariantChange, update_product
from kit.routers import SHOP_ALIAS
from orders.models import CartLine
from orders.services.add_to_cart import add_to_cart
from tests.backoffice_tools import photo_file
from tests.factories.catalog import make_product, stock_of

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(minutes=20)
PEOPLE = 6


def kinds_of(results):
    return Counter(type(result).__name__ for result in results)


def test_one_form_sent_by_many_taps_is_one_product(at_once, open_shop):
    new = NewProduct(name="Chair", price=7500, once="a form")

    results = at_once([partial(create_product, new=new, user_id=None, now=NOW)] * PEOPLE)

    assert len({product.pk for product in results}) == 1
    with open_shop.entered():
        assert (Product.objects.count(), Variant.objects.count()) == (1, 1)


def test_variants_saved_in_opposite_orders_never_lock_each_other_out(at_once, open_shop):
    with open_shop.entered():
        product = make_product(variants=4)
        changes = [VariantChange(variant_id=variant.pk, columns={"price": 1000}, on_hand=7) for variant in product.variants.all()]
    orders = [ProductChanges(variants=tuple(order)) for order in (changes, changes[::-1])] * (PEOPLE // 2)
    saves = [partial(update_product, product_id=product.pk, changes=each, user_id=None, now=NOW) for each in orders]
    wanted = {change.variant_id: 1 for change in changes}
    holds = [partial(hold_stock, holder=f"cart:{number}", wanted=wanted, expires_at=SOON, now=NOW) for number in range(2)]

    results = at_once([*saves, *holds])

    assert kinds_of(results) == {"Product": PEOPLE, "NoneType": 2}
    with open_shop.entered():
        assert [stock_of(variant) for variant in product.variants.all()] == [(7, 2)] * 4


def test_a_variant_that_goes_while_a_customer_takes_it_is_either_kept_or_refused(at_once, open_shop):
    with open_shop.entered():
        product = make_product(variants=2, on_hand=1)
        stays, goes = product.variants.all()
        removal = without(goes)

    results = at_once([removal, partial(hold_stock, holder="cart:1", wanted={goes.pk: 1}, expires_at=SOON, now=NOW)])

    assert [type(result).__name__ for result in results] in (["NoneType", "OutOfStock"], ["VariantHeld", "NoneType"])
    with open_shop.entered():
        assert Variant.objects.filter(pk=stays.pk).exists()
        assert Variant.objects.filter(pk=goes.pk).exists() == (results[1] is None)


def without(variant):
    """A call that removes the value of a variant."""
    plan = OptionPlan(id=OptionValue.objects.get(pk=variant.value_1_id).option_id, removed=frozenset([variant.value_1_id]))
    return partial(set_options, product_id=variant.product_id, plans=[plan], may_remove={variant.pk}, user_id=None, now=NOW)


@pytest.mark.parametrize("attempt", range(4))
def test_a_variant_that_goes_while_it_is_put_in_carts_is_not_for_sale(attempt, at_once, open_shop):
    with open_shop.entered():
        goes = make_product(variants=2, on_hand=9).variants.last()
        carts = [None, *(add_to_cart(cart=None, variant_id=goes.pk, quantity=1, now=NOW) for _cart in range(2))]
        removal = without(goes)

    adds = [partial(add_to_cart, cart=cart, variant_id=goes.pk, quantity=1, now=NOW) for cart in carts]
    results = at_once([removal, *adds])

    assert results[0] is None
    assert set(kinds_of(results[1:])) <= {"Cart", "NotForSale"}
    with open_shop.entered():
        assert not Variant.objects.filter(pk=goes.pk).exists()
        assert not CartLine.objects.filter(variant_id=goes.pk).exists()


def test_a_variant_deleted_before_a_cart_is_committed_waits_for_it(open_shop):
    """Step by step, as a race seldom falls just so: the cart's line is there, its transaction not over yet."""
    with open_shop.entered():
        goes = make_product(variants=2, on_hand=9).variants.last()
        call = without(goes)
        with ThreadPoolExecutor(1) as other, transaction.atomic(using=SHOP_ALIAS):
            add_to_cart(cart=None, variant_id=goes.pk, quantity=1, now=NOW)
            removal = other.submit(in_shop, open_shop, call)
            with pytest.raises(TimeoutError):
                removal.result(timeout=0.5)
            transaction.get_connection(SHOP_ALIAS).check_constraints()

        assert removal.result(timeout=20) is None
        assert not CartLine.objects.exists()


def in_shop(shop, call):
    try:
        with shop.entered():
            return call()
    finally:
        connections.close_all()


def test_products_of_one_name_made_at_once_get_addresses_of_their_own(at_once, open_shop):
    results = at_once([partial(create_product, new=NewProduct(name="Chair", price=7500), user_id=None, now=NOW)] * PEOPLE)

    assert kinds_of(results) == {"Product": PEOPLE}
    assert sorted(product.slug for product in results) == ["chair", *(f"chair-{number}" for number in range(2, PEOPLE + 1))]


def test_copies_made_at_once_get_addresses_of_their_own(at_once, open_shop):
    with open_shop.entered():
        product = make_product(variants=2)

    results = at_once([partial(duplicate_product, product_id=product.pk, user_id=None, now=NOW)] * PEOPLE)

    assert kinds_of(results) == {"Product": PEOPLE}
    assert len({copy.slug for copy in results}) == PEOPLE


def test_one_article_code_given_to_several_products_at_once_is_taken_but_once(at_once, open_shop):
    with open_shop.entered():
        variants = [make_product().variants.get() for _number in range(PEOPLE)]
    changes = [(v.product_id, ProductChanges(variants=(VariantChange(variant_id=v.pk, columns={"sku": "SAME"}),))) for v in variants]

    results = at_once([partial(update_product, product_id=pk, changes=change, user_id=None, now=NOW) for pk, change in changes])

    assert kinds_of(results) == {"Product": 1, "SkuTaken": PEOPLE - 1}


def test_article_codes_taken_crosswise_never_lock_each_other_out(at_once, open_shop):
    with open_shop.entered():
        products = [make_product(variants=2) for _number in range(2)]
        changes = []
        for product, codes in zip(products, (("A", "B"), ("B", "A")), strict=True):
            figures = zip(product.variants.all(), codes, strict=True)
            changes.append(ProductChanges(variants=tuple(VariantChange(variant_id=v.pk, columns={"sku": code}) for v, code in figures)))

    saves = [partial(update_product, product_id=p.pk, changes=c, user_id=None, now=NOW) for p, c in zip(products, changes, strict=True)]
    results = at_once(saves)

    assert kinds_of(results) == {"Product": 1, "SkuTaken": 1}


def test_a_product_never_gets_more_photos_than_it_may_have(at_once, open_shop, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with open_shop.entered():
        product = make_product()
        for position in range(MAX_PHOTOS - 2):
            ProductImage.objects.create(product=product, state="ready", position=position)

    results = at_once([partial(add_photo, product_id=product.pk, file=photo_file(), now=NOW) for _person in range(PEOPLE)])

    assert kinds_of(results) == {"ProductImage": 2, "TooManyPhotos": PEOPLE - 2}
    with open_shop.entered():
        assert sorted(product.images.values_list("position", flat=True)) == list(range(MAX_PHOTOS))


def test_of_two_who_type_a_price_at_once_the_second_is_asked_again(at_once, open_shop):
    with open_shop.entered():
        variant = make_product(price=2000, on_hand=5).variants.get()
    seen = {"price": 2000, "on_hand": 5}
    changes = [
        ProductChanges(variants=(VariantChange(variant_id=variant.pk, columns={"price": 2100 + n}, on_hand=6 + n, seen=seen),))
        for n in range(PEOPLE)
    ]

    results = at_once([partial(update_product, product_id=variant.product_id, changes=each, user_id=None, now=NOW) for each in changes])

    assert kinds_of(results) == {"Product": 1, "ChangedMeanwhile": PEOPLE - 1}
