"""A photograph of a product arrives."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.db.models import Max

from catalog.log_kinds import name_of
from catalog.models import Product, ProductImage
from kit.routers import SHOP_ALIAS
from shops.services.receive_picture import receive_picture
from shops.services.record_event import record_event

MAX_PHOTOS = 12
TASK = "catalog.tasks.process_image"


class TooManyPhotos(Exception):
    """The product has MAX_PHOTOS already. Shown to the shopkeeper."""


@transaction.atomic(using=SHOP_ALIAS)
def add_photo(*, product_id: int | None, file: IO[bytes], now: dt.datetime) -> ProductImage:
    """
    Keep a photograph, last in line, and have it prepared in the background.

    Without a product it waits for one: a form that was not right yet does not lose it. Locks the product,
    so that those who add at the same time are counted. NOT safe to call twice.

    :raises TooManyPhotos: if the product has MAX_PHOTOS already
    :raises Product.DoesNotExist: if there is no such product
    :raises kit.pictures.UnusablePicture: if it can't be used
    """
    position = 0
    if product_id is not None:
        position = _next_position(product_id)
        product = Product.objects.get(pk=product_id)
        record_event(kind="product_changed", product=name_of(product), product_id=product.pk, product_fields=["photos"])
    return receive_picture(ProductImage, file=file, task_name=TASK, now=now, product_id=product_id, position=position)


def _next_position(product_id: int) -> int:
    Product.objects.select_for_update(no_key=True).get(pk=product_id)
    siblings = ProductImage.objects.filter(product_id=product_id)
    if siblings.count() >= MAX_PHOTOS:
        raise TooManyPhotos
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
