"""The shop's own pictures: logo, cover, story."""

import datetime as dt

from shops.models import ShopPicture
from shops.services.process_picture import process_pending, process_picture
from shops.services.touch_frame import touch_frame


def process_shop_picture(*, picture_id: int) -> None:
    """Prepare one picture, and let the storefront show it at once. Safe to call twice."""
    process_picture(ShopPicture, picture_id)
    touch_frame()


def process_pending_shop_pictures(*, now: dt.datetime) -> None:
    """Prepare what the queue has lost; a chore."""
    if process_pending(ShopPicture, now=now):
        touch_frame()
