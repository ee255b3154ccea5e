"""A shelf is taken down; what stood on it stays in the shop."""

from django.db import transaction

from catalog.locks import lock_categories
from catalog.log_kinds import name_of
from catalog.models import Category, FormerAddress, Product
from catalog.models.former_address import AddressKind
from catalog.services.index_product import index_product
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@transaction.atomic(using=SHOP_ALIAS)
def remove_category(*, category_id: int) -> None:
    """
    Remove a category. Its products stay as they are, without a category, and are not found by its name any more.

    Lets nobody else change the categories meanwhile, nor put a product into this one. Safe to call twice.
    """
    lock_categories()
    category = Category.objects.select_for_update().filter(pk=category_id).first()
    if category is None:
        return
    product_ids = list(Product.objects.filter(category=category).order_by("pk").values_list("pk", flat=True))
    category.delete()
    FormerAddress.objects.get_or_create(kind=AddressKind.CATEGORY, slug=category.slug)  # its page says that it is gone
    record_event(kind="category_removed", category=name_of(category))
    for product_id in product_ids:
        index_product(product_id)
    touch_frame()
