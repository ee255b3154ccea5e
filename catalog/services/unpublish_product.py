"""A product leaves the shop window, or comes back from the archive, as a draft."""

from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import Product, ProductStatus
from catalog.services.create_product import kept_products
from catalog.services.index_product import index_product
from kit.routers import SHOP_ALIAS
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event


@transaction.atomic(using=SHOP_ALIAS)
def unpublish_product(*, product_id: int) -> Product:
    """
    Hide a product from customers and keep it as a draft. Safe to call twice. Orders keep their own snapshot.

    :raises Product.DoesNotExist: if there is no such product
    :raises shops.services.keep_limit.LimitReached: if it was put away, and the shop's plan has no room for one more
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.status == ProductStatus.ARCHIVED:
        keep_limit("max_products", used=kept_products)
    if product.status != ProductStatus.DRAFT:
        product.status = ProductStatus.DRAFT
        product.save(update_fields=["status", "updated_at"])
        index_product(product.pk)
        record_event(kind="product_withdrawn", product=name_of(product), product_id=product.pk)
    return product
