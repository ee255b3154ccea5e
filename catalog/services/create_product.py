"""The shopkeeper puts something new on the shelf: a photo, a name, a price; the rest can come later."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from catalog.locks import lock_category
from catalog.log_kinds import name_of
from catalog.models import Product, ProductImage, ProductKind, ProductStatus, Variant
from catalog.services._slugs import save_with_slug
from catalog.services.add_category import category_called
from catalog.services.index_product import index_product
from catalog.services.stock import set_on_hand
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event


@dataclass(frozen=True, kw_only=True)
class NewProduct:
    """
    What a product begins with. `name` is in the shop's own language, `price` gross in cents (None: not known yet).

    `new_category` is the name of a category that may not exist yet, and then counts instead of `category_id`.
    `image_ids` are photographs that wait without a product, the leading one first. `once` names the form it came
    from, so that a form sent twice makes one product; `opened_at` is when that form was opened.
    """

    name: str = ""
    price: int | None = None
    is_unique: bool = False
    quantity: int = 1
    category_id: int | None = None
    new_category: str = ""
    condition: str = ""
    vat_rate: int = 2100
    is_margin: bool = False
    image_ids: tuple[int, ...] = ()
    once: str = ""
    opened_at: dt.datetime | None = None


def create_product(*, new: NewProduct, user_id: int | None, now: dt.datetime) -> Product:
    """
    Create a draft with one variant and its stock, and hang the waiting photographs on it.

    Photographs that belong to a product already are left alone; a category that is gone is no category. Locks the
    category. Two of the same name at the same time get two addresses. Safe to call twice, and at the same time,
    with the same `once`: the second call returns the product of the first. Without one it is not.

    :raises catalog.services.add_category.TooManyCategories: if the new category would be one too many
    :raises shops.services.keep_limit.LimitReached: if the shop's plan has no room for one more
    """
    known = made_by(new.once)
    if known is not None:
        return known
    try:
        return _create(new, user_id=user_id, now=now)
    except IntegrityError:
        known = made_by(new.once)
        if known is None:
            raise
        return known


def made_by(once: str) -> Product | None:
    """Return the product that a form named `once` made already, or None."""
    return Product.objects.filter(made_by_form=_digest(once)).first() if once else None


def kept_products() -> int:
    """Return how many products count for the plan's limit: all but those put away."""
    return Product.objects.exclude(status=ProductStatus.ARCHIVED).count()


def _digest(once: str) -> str | None:
    return hashlib.sha256(once.encode()).hexdigest() if once else None


@transaction.atomic(using=SHOP_ALIAS)
def _create(new: NewProduct, *, user_id: int | None, now: dt.datetime) -> Product:
    keep_limit("max_products", used=kept_products)
    category_id = category_called(name=new.new_category).pk if new.new_category else new.category_id
    product = Product(
        made_by_form=_digest(new.once),
        form_opened_at=new.opened_at,
        kind=ProductKind.UNIQUE if new.is_unique else ProductKind.STANDARD,
        category_id=lock_category(category_id),
        condition=new.condition if new.is_unique else "",
        vat_rate=new.vat_rate,
        is_margin=new.is_margin,
    )
    setattr(product, f"name_{current_tenant().languages[0]}", new.name)
    save_with_slug(product, new.name)
    variant = Variant.objects.create(product=product, price=new.price or 0)
    set_on_hand(variant_id=variant.pk, on_hand=1 if new.is_unique else new.quantity, user_id=user_id, now=now)
    for position, image_id in enumerate(new.image_ids):
        ProductImage.objects.filter(pk=image_id, product=None).update(product=product, position=position)
    index_product(product.pk)
    record_event(kind="product_added", product=name_of(product), product_id=product.pk)
    return product
