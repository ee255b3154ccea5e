"""Hanging the prepared photographs in the bound shop."""

from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from demo.seed.content import PHOTOS
from demo.seed.photos import prepared
from kit.storage import new_file_name
from shops.models import PictureBase, PictureState

P = TypeVar("P", bound=PictureBase)


def hang(picture: P, name: str) -> P:
    """Store a photograph and its renditions as the shop's own files, and note them in `picture`, which is saved."""
    renditions = prepared(name)
    picture.original = _store("private/originals", "jpg", (PHOTOS / name).read_bytes())
    picture.files = [
        {"width": each.width, "avif": _store("public/photos", "avif", each.avif), "jpeg": _store("public/photos", "jpg", each.jpeg)}
        for each in renditions
    ]
    picture.width, picture.height = renditions[-1].width, renditions[-1].height
    picture.state = PictureState.READY
    picture.save()
    return picture


def _store(folder: str, extension: str, content: bytes) -> str:
    return str(default_storage.save(new_file_name(folder, extension), ContentFile(content)))
