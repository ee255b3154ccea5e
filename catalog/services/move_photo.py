"""Another photograph leads."""

from django.db import transaction

from catalog.log_kinds import name_of
from catalog.models import Product, ProductImage
from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event
from shops.services.renew_window import renew_window


@transaction.atomic(using=SHOP_ALIAS)
def move_photo(*, image_id: int, steps: int) -> None:
    """
    Move a photograph so many places back (or, negative, forward) in its product's line; as far as it goes.

    Locks the product. A photograph that is gone, or has no product, is left alone.
    """
    product_id = ProductImage.objects.filter(pk=image_id).values_list("product_id", flat=True).first()
    if product_id is None:
        return
    product = Product.objects.select_for_update().get(pk=product_id)
    line = list(ProductImage.objects.filter(product_id=product_id).values_list("pk", flat=True))
    place = line.index(image_id)
    line.insert(max(0, place + steps), line.pop(place))
    for position, pk in enumerate(line):
        ProductImage.objects.filter(pk=pk).update(position=position)
    record_event(kind="product_changed", product=name_of(product), product_id=product.pk, product_fields=["photos"])
    renew_window()
