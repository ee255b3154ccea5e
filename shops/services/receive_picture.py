"""A photograph arrives: it is kept, and its preparation is asked for."""

import datetime as dt
from typing import IO, Any, TypeVar

from celery import current_app
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from kit.pictures import inspect
from kit.routers import SHOP_ALIAS
from kit.storage import new_file_name
from kit.tasks import enqueue_on_commit
from shops.models import PictureBase
from tenants.services.wake_up import wake_up_at

HEAD_START = dt.timedelta(seconds=30)  # for the queue, before the chore looks for what was lost

P = TypeVar("P", bound=PictureBase)


def receive_picture(model: type[P], *, file: IO[bytes], task_name: str, now: dt.datetime, **columns: Any) -> P:
    """
    Keep `file` as a private original and add a pending row of `model`; a task prepares it after the commit.

    With the broker away, the shop's chores find it after HEAD_START. Not safe to call twice: two rows.

    :raises kit.pictures.UnusablePicture: if the header says that it can't be used
    """
    facts = inspect(file)
    original = default_storage.save(new_file_name("private/originals", facts.extension), File(file))
    with transaction.atomic(using=SHOP_ALIAS):
        picture = model(original=original, **columns)
        picture.save(force_insert=True)
        wake_up_at(now + HEAD_START)
        enqueue_on_commit(current_app.tasks[task_name], picture.pk)
    return picture
