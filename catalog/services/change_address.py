"""The shopkeeper gives a product or a category another address; links to the former one keep working."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog.locks import lock_categories
from catalog.log_kinds import name_of
from catalog.models import Category, FormerAddress, Product
from catalog.models.former_address import AddressKind
from catalog.services._slugs import belongs_to_another
from kit.database import broken_constraint
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


class AddressTaken(Exception):
    """Another product, or another category, has this address or had it. Shown to the shopkeeper."""


class UnusableAddress(ValueError):
    """Nothing that can stand in an address is left of what was typed, or it is too long. Shown to the shopkeeper."""


@transaction.atomic(using=SHOP_ALIAS)
def change_product_address(*, product_id: int, address: str) -> Product:
    """
    Give a product the address that `address` makes ("Pain d'épices" -> pain-d-epices); the former one leads to it.

    One that it had before is its own again. Locks the product. Safe to call twice.

    :raises Product.DoesNotExist: if there is no such product
    :raises AddressTaken: if another product has this address, or had it
    :raises UnusableAddress: if it can be none
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if _change(product, AddressKind.PRODUCT, address, product=product):
        record_event(kind="product_moved", product=name_of(product), after=product.slug)
        touch_frame()
    return product


@transaction.atomic(using=SHOP_ALIAS)
def change_category_address(*, category_id: int, address: str) -> Category:
    """
    Give a category another address; see `change_product_address`. Lets nobody else change the categories meanwhile.

    :raises Category.DoesNotExist: if there is no such category
    :raises AddressTaken: if another category has this address, or had it
    :raises UnusableAddress: if it can be none
    """
    category = next((each for each in lock_categories() if each.pk == category_id), None)
    if category is None:
        raise Category.DoesNotExist
    if _change(category, AddressKind.CATEGORY, address, category=category):
        record_event(kind="category_address_changed", category=name_of(category), after=category.slug)
        touch_frame()
    return category


def _change(row: Any, kind: AddressKind, address: str, **owner: Any) -> bool:
    """Move a locked row to another slug, and say whether it moved."""
    slug, former = _clean(address, row), row.slug
    if slug == former:
        return False
    if belongs_to_another(slug, kind, row):
        raise AddressTaken(slug)
    FormerAddress.objects.filter(kind=kind, slug=slug).delete()  # its own of before, or that of a category long gone
    row.slug = slug
    try:
        with transaction.atomic(using=SHOP_ALIAS):
            row.save(update_fields=["slug", "updated_at"])
    except IntegrityError as error:
        if "slug" not in broken_constraint(error):
            raise
        raise AddressTaken(slug) from error
    FormerAddress.objects.create(kind=kind, slug=former, **owner)
    return True


def _clean(address: str, row: Any) -> str:
    slug = slugify(address).strip("-_")
    if not slug or len(slug) > row._meta.get_field("slug").max_length:  # noqa: SLF001 -- Django's documented way
        raise UnusableAddress(address)
    return slug
