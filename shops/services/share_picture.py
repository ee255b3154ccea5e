"""A link to the shop is passed on, and somebody's messenger asks for its picture."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.share_picture import ShareWords, compose
from kit.storage import new_file_name, stored_name
from shops.models import SharePicture
from shops.rules.share_look import share_look
from shops.selectors.share import ShareFacts

logger = logging.getLogger(__name__)

FONTS = Path(settings.STATICFILES_DIRS[0]) / "fonts"
FOLDER = "private/share"
PATIENCE_SECONDS = 3
_one_at_a_time = threading.BoundedSemaphore(1)  # drawing is work for a processor: a crowd may not take all threads


class TooManyAtOnce(Exception):
    """Others are being drawn just now; ask again in a moment."""


def share_picture(facts: ShareFacts) -> str:
    """
    Return the stored name of the picture that says `facts`, drawn now if it is not there yet.

    One picture is kept for each page and language, so whatever is asked for, no more than that is stored. Safe to
    call twice and at the same time.

    :raises TooManyAtOnce: if this process is busy drawing others
    """
    known = _kept(facts)
    if known:
        return known
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyAtOnce
    try:
        return _kept(facts) or _keep(facts, _drawn(facts))
    finally:
        _one_at_a_time.release()


def _kept(facts: ShareFacts) -> str:
    name = SharePicture.objects.filter(subject=facts.subject, language=facts.language, version=facts.version).values_list("file", flat=True)
    return next((file for file in name if default_storage.exists(file)), "")


def _drawn(facts: ShareFacts) -> bytes:
    words = ShareWords(title=facts.title, line=facts.line, shop=facts.shop, is_price=facts.is_price)
    look = share_look(facts.theme, facts.color, facts.fonts)
    with _photo(facts) as photo:
        try:
            return compose(words, look, photo=photo, fonts=FONTS)
        except (OSError, ValueError):
            if photo is None:
                raise
            logger.exception("the photograph %s can't be drawn", facts.photo)
    return compose(words, look, photo=None, fonts=FONTS)


@contextmanager
def _photo(facts: ShareFacts) -> Iterator[IO[bytes] | None]:
    """Open the photograph; None without one, and when its file is gone: then words must do."""
    file = None
    if facts.photo:
        try:
            file = default_storage.open(stored_name(facts.photo))
        except OSError:
            logger.warning("the photograph %s is gone", facts.photo)
    try:
        yield cast("IO[bytes] | None", file)
    finally:
        if file is not None:
            file.close()


def _keep(facts: ShareFacts, picture: bytes) -> str:
    name = default_storage.save(new_file_name(FOLDER, "jpg"), ContentFile(picture))
    with transaction.atomic(using=SHOP_ALIAS):
        mine = SharePicture.objects.filter(subject=facts.subject, language=facts.language)
        former = mine.select_for_update().values_list("file", flat=True).first()
        SharePicture.objects.update_or_create(
            subject=facts.subject, language=facts.language, defaults={"version": facts.version, "file": name}
        )
    if former:
        default_storage.delete(former)
    return name
