"""The shop's logo, cover picture and picture of its story."""

import datetime as dt
from typing import IO

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import ShopPicture, ShopSettings
from shops.services.receive_picture import receive_picture
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame

PLACES = ("logo", "hero_picture", "story_picture")
TASK = "shops.tasks.process_picture"


def set_shop_picture(*, place: str, file: IO[bytes], now: dt.datetime) -> ShopPicture:
    """
    Put a new picture in its place (one of PLACES); pages show it once it is prepared.

    The former picture's files stay for pages that are open. NOT safe to call twice.

    :raises kit.pictures.UnusablePicture: if it can't be used
    """
    if place not in PLACES:
        raise ValueError(place)
    with transaction.atomic(using=SHOP_ALIAS):
        picture = receive_picture(ShopPicture, file=file, task_name=TASK, now=now)
        ShopSettings.objects.filter(pk=ShopSettings.SINGLE_ROW).update(**{place: picture})
        record_event(kind="picture_changed", picture=place)
        touch_frame()
    return picture


def clear_shop_picture(*, place: str) -> None:
    """Take the picture out of its place. Safe to call twice."""
    if place not in PLACES:
        raise ValueError(place)
    with transaction.atomic(using=SHOP_ALIAS):
        if ShopSettings.objects.filter(pk=ShopSettings.SINGLE_ROW).exclude(**{place: None}).update(**{place: None}):
            record_event(kind="picture_removed", picture=place)
        touch_frame()
