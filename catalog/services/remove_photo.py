"""A photograph is taken down."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import ProductImage
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.renew_window import renew_window


@transaction.atomic(using=SHOP_ALIAS)
def remove_photo(*, image_id: int) -> None:
    """
    Take a photograph off its product, and delete the private original. Safe to call twice.

    The files that pages show stay: order lines and copies of the product may show them.
    """
    image = ProductImage.objects.select_related("product").filter(pk=image_id).first()
    if image is None:
        return
    image.delete()
    renew_window()
    if image.product is not None:
        record_event(kind="product_changed", product=name_of(image.product), product_id=image.product_id, product_fields=["photos"])
    if image.original and not ProductImage.objects.filter(original=image.original).exists():
        transaction.on_commit(partial(default_storage.delete, image.original), using=SHOP_ALIAS, robust=True)
