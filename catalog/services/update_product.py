"""The shopkeeper changes what a product says, costs and how many there are."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from catalog.locks import lock_stock
from catalog.models import Product, ProductImage, ProductStatus, StockLevel, Variant
from catalog.rules.publication import missing_for_publication
from catalog.services._slugs import unique_slug
from catalog.services.index_product import index_product
from catalog.services.publish_product import NotReadyToPublish, readiness_of
from catalog.services.stock import set_on_hand
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant


class SkuTaken(Exception):
    """Another variant of the shop has this article code; `sku` says which. Shown to the shopkeeper."""

    def __init__(self, sku: str) -> None:
        super().__init__(sku)
        self.sku = sku


@dataclass(frozen=True, kw_only=True)
class VariantChange:
    """New figures of one variant, in gross cents. `on_hand` None leaves the stock as it is, also if it changed meanwhile."""

    variant_id: int
    price: int
    compare_at_price: int | None = None
    sku: str = ""
    on_hand: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProductChanges:
    """
    What changes: `columns` by name, such as {"vat_rate": 600, "name_fr": "Pain"}; figures of variants; what photos show.

    `alts` are columns by image id: {7: {"alt_fr": "..."}}. What is not named stays.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    variants: tuple[VariantChange, ...] = ()
    alts: dict[int, dict[str, str]] = field(default_factory=dict)


@transaction.atomic(using=SHOP_ALIAS)
def update_product(*, product_id: int, changes: ProductChanges, user_id: int | None, now: dt.datetime) -> Product:
    """
    Apply the changes. The address stays, but for a draft that had no name to make one of.

    Locks the product, then the stock rows of all its variants. Safe to call twice with the same changes.

    :raises SkuTaken: if another variant has one of the article codes
    :raises catalog.services.stock.HeldByCheckout: if customers hold more than a new count
    :raises NotReadyToPublish: if a product that is online would lack what customers need
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    had_name = bool(_own_name(product))
    for column, value in changes.columns.items():
        setattr(product, column, value)
    if not had_name and product.published_at is None and _own_name(product):
        product.slug = unique_slug(_own_name(product))
    product.save()
    lock_stock(product.variants.values_list("pk", flat=True))  # all at once and in id order, whatever changes after it
    for change in changes.variants:
        _update_variant(product, change, user_id=user_id, now=now)
    for image_id, columns in changes.alts.items():
        ProductImage.objects.filter(pk=image_id, product=product).update(**columns)
    if product.status == ProductStatus.PUBLISHED:
        _refuse_if_unfit(product)
    index_product(product.pk)
    return product


def _own_name(product: Product) -> str:
    return getattr(product, f"name_{current_tenant().languages[0]}") or ""


def _update_variant(product: Product, change: VariantChange, *, user_id: int | None, now: dt.datetime) -> None:
    if change.sku and Variant.objects.filter(sku=change.sku).exclude(pk=change.variant_id).exists():
        raise SkuTaken(change.sku)
    changed = Variant.objects.filter(pk=change.variant_id, product=product).update(
        price=change.price, compare_at_price=change.compare_at_price, sku=change.sku, updated_at=now
    )
    if changed and change.on_hand is not None:
        set_on_hand(variant_id=change.variant_id, on_hand=change.on_hand, user_id=user_id, now=now)


def _refuse_if_unfit(product: Product) -> None:
    """A unique piece that was sold stays online as sold; all else that publishing asks for must stay true."""
    missing = [code for code in missing_for_publication(readiness_of(product)) if code != "one_piece" or not _was_sold(product)]
    if missing:
        raise NotReadyToPublish(missing)


def _was_sold(product: Product) -> bool:
    levels = StockLevel.objects.filter(variant__product=product)
    return product.variants.count() == 1 and all(level.on_hand == 0 for level in levels)
