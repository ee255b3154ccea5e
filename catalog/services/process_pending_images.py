"""Photographs that the queue has lost, and those that nobody came back for."""

import datetime as dt

from catalog.models import ProductImage
from catalog.services.remove_photo import remove_photo
from shops.services.process_picture import process_pending

FORGOTTEN_AFTER = dt.timedelta(days=1)


def process_pending_images(*, now: dt.datetime) -> None:
    """Prepare what is still pending, and drop photographs that waited a day without a product. A chore: safe to run twice."""
    process_pending(ProductImage, now=now)
    for image_id in ProductImage.objects.filter(product=None, created_at__lt=now - FORGOTTEN_AFTER).values_list("pk", flat=True):
        remove_photo(image_id=image_id)
