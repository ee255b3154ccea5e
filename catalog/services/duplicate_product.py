"""The next one is much like the last: a copy to start from."""

import datetime as dt

from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import Option, OptionValue, Product, ProductStatus
from catalog.services._slugs import save_with_slug
from catalog.services.create_product import kept_products
from catalog.services.index_product import index_product
from catalog.services.stock import set_on_hand
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event


@transaction.atomic(using=SHOP_ALIAS)
def duplicate_product(*, product_id: int, user_id: int | None, now: dt.datetime) -> Product:
    """
    Copy texts, options, variants and photographs into a new draft; without article codes.

    Nothing is in stock of the copy, unless it is one of a kind: then one. NOT safe to call twice.

    :raises Product.DoesNotExist: if there is no such product
    :raises shops.services.keep_limit.LimitReached: if the shop's plan has no room for one more
    """
    keep_limit("max_products", used=kept_products)
    original = Product.objects.get(pk=product_id)
    copy = Product.objects.get(pk=product_id)
    copy.pk, copy.status, copy.published_at, copy.is_featured = None, ProductStatus.DRAFT, None, False
    copy.made_by_form = copy.form_opened_at = None
    save_with_slug(copy, getattr(original, f"name_{current_tenant().languages[0]}") or "", force_insert=True)
    values = _copy_options(original, copy)
    for variant in list(original.variants.all()):
        variant.pk, variant.product, variant.sku = None, copy, ""
        variant.value_1_id = values.get(variant.value_1_id)
        variant.value_2_id = values.get(variant.value_2_id)
        variant.save(force_insert=True)
        set_on_hand(variant_id=variant.pk, on_hand=1 if copy.is_unique else 0, user_id=user_id, now=now)
    for image in list(original.images.all()):  # the files are shared: remove_photo never deletes what is shown
        image.pk, image.product = None, copy
        image.save(force_insert=True)
    index_product(copy.pk)
    record_event(kind="product_copied", product=name_of(original), product_id=copy.pk)
    return copy


def _copy_options(original: Product, copy: Product) -> dict[int | None, int]:
    new_ids: dict[int | None, int] = {}
    for option in list(Option.objects.filter(product=original)):
        values = list(OptionValue.objects.filter(option=option))
        option.pk, option.product = None, copy
        option.save(force_insert=True)
        for value in values:
            old_id, value.pk, value.option = value.pk, None, option
            value.save(force_insert=True)
            new_ids[old_id] = value.pk
    return new_ids
