"""The shop's own pictures: logo, cover, story."""

import datetime as dt

from django.core.files.storage import default_storage

from kit.pictures import UnusablePicture, main_color
from shops.models import PictureState, ShopPicture
from shops.services.process_picture import process_pending, process_picture
from shops.services.touch_frame import touch_frame


def process_shop_picture(*, picture_id: int) -> None:
    """Prepare one picture, and let the storefront show it at once. Safe to call twice."""
    process_picture(ShopPicture, picture_id)
    name_color(picture_id=picture_id)
    touch_frame()


def name_color(*, picture_id: int) -> None:
    """Note what colour a picture that is ready has above all; a shop may take it from its logo. Safe to call twice."""
    picture = ShopPicture.objects.filter(pk=picture_id, state=PictureState.READY).first()
    if picture is None or not picture.files:
        return
    try:
        with default_storage.open(picture.files[0]["jpeg"]) as file:
            color = main_color(file)
    except (UnusablePicture, FileNotFoundError):
        return
    ShopPicture.objects.filter(pk=picture_id).update(color=color)


def process_pending_shop_pictures(*, now: dt.datetime) -> None:
    """Prepare what the queue has lost; a chore."""
    if process_pending(ShopPicture, now=now):
        touch_frame()
