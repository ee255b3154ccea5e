"""Hanging the prepared photographs in the bound shop."""

from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from demo.seed.content import PHOTOS
from demo.seed.photos import prepared
from kit.storage import new_file_name
from shops.models import PictureBase, PictureState
from shops.services.process_picture import store_renditions

P = TypeVar("P", bound=PictureBase)


def hang(picture: P, name: str) -> P:
    """Store a photograph and its renditions as the shop's own files, and note them in `picture`, which is saved."""
    renditions = prepared(name)
    original = ContentFile((PHOTOS / name).read_bytes())
    picture.original = default_storage.save(new_file_name("private/originals", "jpg"), original)
    picture.files = store_renditions(renditions)
    picture.width, picture.height = renditions[-1].width, renditions[-1].height
    picture.state = PictureState.READY
    picture.save()
    return picture
