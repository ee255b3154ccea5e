"""Several shopkeepers and customers at the same moment, on real connections."""

import datetime as dt
from collections import Counter
from functools import partial

from catalog.models import Product, Variant
from catalog.rules.variants import OptionPlan
from catalog.services.create_product import NewProduct, create_product
from catalog.services.set_options import set_options
from catalog.services.stock import hold_stock
from catalog.services.update_product import ProductChanges, VariantChange, update_product
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
        changes = [VariantChange(variant_id=variant.pk, price=1000, on_hand=7) for variant in product.variants.all()]
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
    only_one = OptionPlan(names=dict.fromkeys(("fr", "nl", "en", "de"), "Taille"), values=({"fr": "Petit", "nl": "", "en": "", "de": ""},))

    results = at_once(
        [
            partial(set_options, product_id=product.pk, plans=[only_one], user_id=None, now=NOW),
            partial(hold_stock, holder="cart:1", wanted={goes.pk: 1}, expires_at=SOON, now=NOW),
        ]
    )

    assert [type(result).__name__ for result in results] in (["NoneType", "OutOfStock"], ["VariantHeld", "NoneType"])
    with open_shop.entered():
        assert Variant.objects.filter(pk=stays.pk).exists()
        assert Variant.objects.filter(pk=goes.pk).exists() == (results[1] is None)
