"""The shelves stand in another order."""

from django.db import transaction

from catalog.locks import lock_categories
from catalog.log_kinds import name_of
from catalog.models import Category
from catalog.rules.categories import moved
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@transaction.atomic(using=SHOP_ALIAS)
def move_category(*, category_id: int, steps: int) -> None:
    """
    Move a category so many places down (or, negative, up) in the shop's order; as far as it goes.

    Lets nobody else change the categories meanwhile. One that is gone is left alone. NOT safe to call twice.
    """
    categories = {category.pk: category for category in lock_categories()}
    if category_id not in categories:
        return
    line = list(categories)
    wanted = moved(line, category_id, steps)
    for position, pk in enumerate(wanted):
        Category.objects.filter(pk=pk).update(position=position)
    if wanted != line:
        record_event(kind="category_moved", category=name_of(categories[category_id]))
    touch_frame()
