"""A product goes online."""

import datetime as dt

from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import Product, ProductStatus, StockLevel
from catalog.rules.publication import Readiness, missing_for_publication
from catalog.services.create_product import kept_products
from catalog.services.index_product import index_product
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event


class NotReadyToPublish(Exception):
    """Something is missing; `missing` lists the codes of catalog.rules.publication. Shown to the shopkeeper."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@transaction.atomic(using=SHOP_ALIAS)
def publish_product(*, product_id: int, now: dt.datetime) -> Product:
    """
    Show a product to customers. Locks it. Safe to call twice.

    :raises NotReadyToPublish: if something that customers need is missing
    :raises Product.DoesNotExist: if there is no such product
    :raises shops.services.keep_limit.LimitReached: if it was put away, and the shop's plan has no room for one more
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.status == ProductStatus.PUBLISHED:
        return product
    missing = missing_for_publication(readiness_of(product))
    if missing:
        raise NotReadyToPublish(missing)
    if product.status == ProductStatus.ARCHIVED:
        keep_limit("max_products", used=kept_products)
    product.status = ProductStatus.PUBLISHED
    product.published_at = product.published_at or now
    product.save(update_fields=["status", "published_at", "updated_at"])
    index_product(product.pk)
    record_event(kind="product_published", product=name_of(product), product_id=product.pk)
    return product


def readiness_of(product: Product) -> Readiness:
    """Return what the rule of publication asks of a product; two queries."""
    stock = StockLevel.objects.filter(variant__product=product).values_list("on_hand", flat=True)
    return Readiness(
        name=getattr(product, f"name_{current_tenant().languages[0]}") or "",
        prices=list(product.variants.values_list("price", flat=True)),
        is_unique=product.is_unique,
        on_hand=sum(stock),
    )
