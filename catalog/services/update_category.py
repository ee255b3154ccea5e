"""A shelf gets another name, or another icon."""

from django.db import transaction

from catalog.locks import lock_categories
from catalog.log_kinds import name_of
from catalog.models import Category, Product
from catalog.rules.categories import CategoryWords
from catalog.services.add_category import refuse_taken_names
from catalog.services.index_product import index_product
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@transaction.atomic(using=SHOP_ALIAS)
def update_category(*, category_id: int, words: CategoryWords) -> Category:
    """
    Name a category anew. Its address stays, since people pass it on; its products are found by the new name.

    Lets nobody else change the categories meanwhile. Languages that are not named stay. Safe to call twice.

    :raises Category.DoesNotExist: if there is no such category
    :raises catalog.services.add_category.CategoryNameTaken: if another one is called the same, capitals or not
    """
    categories = lock_categories()
    category = next((category for category in categories if category.pk == category_id), None)
    if category is None:
        raise Category.DoesNotExist
    refuse_taken_names(words, [other for other in categories if other.pk != category_id])
    category.icon = words.icon
    for language, name in words.names.items():
        setattr(category, f"name_{language}", name)
    category.save()
    record_event(kind="category_changed", category=name_of(category))
    for product_id in Product.objects.filter(category=category).order_by("pk").values_list("pk", flat=True):
        index_product(product_id)
    touch_frame()
    return category
