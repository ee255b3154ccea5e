"""The example products that a new shop comes with: added, taken away, and never sold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from catalog.models import Product, ProductStatus
from catalog.rules.examples import HINTS
from catalog.services.add_photo import add_photo
from catalog.services.create_product import NewProduct, create_product, made_by
from catalog.services.index_product import index_product
from catalog.services.publish_product import publish_product
from catalog.services.remove_photo import remove_photo
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@dataclass(frozen=True, kw_only=True)
class Example:
    """An example product; `names` by language, `price` gross in cents, `photo` open for reading or None."""

    key: str
    names: Mapping[str, str]
    price: int
    vat_rate: int
    category_id: int | None
    is_unique: bool = False
    photo: IO[bytes] | None = None


def add_example(*, example: Example, now: dt.datetime) -> None:
    """Put an example online; only the shop's own people see it, as it goes when the shop opens. Safe to call twice."""
    once = f"example:{example.key}"
    if made_by(once) is not None:
        return
    with transaction.atomic(using=SHOP_ALIAS):
        images = (add_photo(product_id=None, file=example.photo, now=now).pk,) if example.photo else ()
        new = NewProduct(
            name=example.names[current_tenant().languages[0]],
            price=example.price,
            vat_rate=example.vat_rate,
            category_id=example.category_id,
            quantity=5,
            is_unique=example.is_unique,
            condition="good" if example.is_unique else "",
            image_ids=images,
            once=once,
        )
        product = create_product(new=new, user_id=None, now=now)
        words = {f"name_{code}": name for code, name in example.names.items()} | {f"hint_{code}": word for code, word in HINTS.items()}
        Product.objects.filter(pk=product.pk).update(is_example=True, **words)
        publish_product(product_id=product.pk, now=now)
        index_product(product.pk)


@transaction.atomic(using=SHOP_ALIAS)
def hide_examples() -> None:
    """Take the examples out of the storefront: the shop opens, and nobody may buy them. Safe to call twice."""
    Product.objects.filter(is_example=True, status=ProductStatus.PUBLISHED).update(status=ProductStatus.DRAFT)
    touch_frame()


@transaction.atomic(using=SHOP_ALIAS)
def delete_examples() -> int:
    """Delete the examples with their photographs; returns how many there were. Orders keep their own words of them. Safe to call twice."""
    found = Product.objects.filter(is_example=True)
    for image_id in found.exclude(images=None).values_list("images", flat=True):
        remove_photo(image_id=image_id)
    count = found.count()
    found.delete()
    if count:
        record_event(kind="examples_deleted", count=count)
    touch_frame()
    return count
