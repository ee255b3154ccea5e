"""A product is put away for good, and can still be found."""

from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import Product, ProductStatus
from catalog.services.index_product import index_product
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event


@transaction.atomic(using=SHOP_ALIAS)
def archive_product(*, product_id: int) -> Product:
    """
    Take a product out of the shop and out of the daily list. Nothing is deleted. Safe to call twice.

    :raises Product.DoesNotExist: if there is no such product
    """
    product = Product.objects.select_for_update().get(pk=product_id)
    if product.status != ProductStatus.ARCHIVED:
        product.status = ProductStatus.ARCHIVED
        product.save(update_fields=["status", "updated_at"])
        index_product(product.pk)
        record_event(kind="product_archived", product=name_of(product), product_id=product.pk)
    return product
