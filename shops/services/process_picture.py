"""A photograph becomes what the pages show; shared by the shop's own pictures and those of products."""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kit.pictures import RenditionFile, UnusablePicture, make_renditions
from kit.storage import new_stem
from shops.models import PictureBase, PictureState
from shops.services.receive_picture import HEAD_START
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = dt.timedelta(hours=1)  # a picture that fells the worker each time must not do so for ever
CLOCKS_DIFFER = dt.timedelta(seconds=5)


def process_picture(model: type[PictureBase], picture_id: int) -> None:
    """
    Write the renditions of a pending picture and mark it ready, or refused with the reason.

    Safe to call twice and at the same time: the files are written first, then the row changes once;
    whoever comes second takes its own files away. The original stays, private.
    """
    picture = _pending(model).filter(pk=picture_id).first()
    if picture is None:
        return
    try:
        with default_storage.open(picture.original) as original:
            renditions = make_renditions(original)
    except UnusablePicture as error:
        _pending(model).filter(pk=picture_id).update(state=PictureState.REFUSED, refusal=error.code)
        return
    except FileNotFoundError:
        logger.exception("the original of picture %s is gone", picture_id)
        _pending(model).filter(pk=picture_id).update(state=PictureState.REFUSED, refusal="damaged")
        return
    files = store_renditions(renditions)
    widest = renditions[-1]
    if not _pending(model).filter(pk=picture_id).update(state=PictureState.READY, files=files, width=widest.width, height=widest.height):
        delete_files(files)


def process_pending(model: type[PictureBase], *, now: dt.datetime) -> int:
    """
    Process the pictures that the queue has lost, and return how many there were. One that fails does not stop the others.

    After GIVE_UP_AFTER a picture is refused as damaged. Safe to run twice.
    """
    _pending(model).filter(created_at__lt=now - GIVE_UP_AFTER).update(state=PictureState.REFUSED, refusal="damaged")
    lost = list(_pending(model).filter(created_at__lte=now - HEAD_START + CLOCKS_DIFFER).values_list("pk", flat=True))
    for picture_id in lost:
        try:
            process_picture(model, picture_id)
        except Exception:
            logger.exception("picture %s could not be processed", picture_id)
            wake_up_at(now + HEAD_START)
    return len(lost)


def delete_files(files: list[dict[str, Any]]) -> None:
    """Delete the renditions in `files` (as PictureBase.files). Files that are gone already are no error."""
    for entry in files:
        default_storage.delete(entry["avif"])
        default_storage.delete(entry["jpeg"])


def _pending(model: type[PictureBase]) -> Any:
    return model._default_manager.filter(state=PictureState.PENDING)  # noqa: SLF001 -- the public way to a model given as a value


def store_renditions(renditions: Iterable[RenditionFile]) -> list[dict[str, Any]]:
    """Store the renditions of one picture of the bound shop, and return PictureBase.files."""
    stem = new_stem("public/photos")
    return [
        {
            "width": each.width,
            "avif": default_storage.save(f"{stem}-{each.width}.avif", ContentFile(each.avif)),
            "jpeg": default_storage.save(f"{stem}-{each.width}.jpg", ContentFile(each.jpeg)),
        }
        for each in renditions
    ]
