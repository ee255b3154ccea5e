"""The shop's mails and messages leave the house."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F

from kit.routers import SHOP_ALIAS
from shops.models import OutboxMessage
from shops.outbox import handler_of
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12  # the waits below add up to about a day
FIRST_WAIT_SECONDS = 20


def deliver_outbox(*, now: dt.datetime) -> int:
    """
    Deliver every message that is due, oldest first; returns how many were delivered.

    Each is locked while it is delivered, so two workers do not send it both. A worker that dies
    between sending and noting it sends again later: mails carry a Message-ID made of the
    message's id, so that the receiver sees one. Safe to run twice.
    """
    delivered = 0
    tried: list[int] = []
    while (pk := _deliver_next(now=now, skip=tried)) is not None:
        tried.append(pk)
        delivered += 1
    return delivered


def _deliver_next(*, now: dt.datetime, skip: list[int]) -> int | None:
    """Deliver the oldest message that is due and return its id; None when there is none left."""
    with transaction.atomic(using=SHOP_ALIAS):
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
            .exclude(pk__in=skip)
            .order_by("pk")
            .first()
        )
        if message is None:
            return None
        try:
            with transaction.atomic(using=SHOP_ALIAS):  # a handler's database error must not spoil what we note of it
                handler_of(message.kind)(message)
        except Exception as error:
            logger.exception("outbox message %s could not be delivered", message.pk)
            _put_back(message, error, now=now)
        else:
            message.done_at = now
            message.save(update_fields=["done_at"])
        return message.pk


def _put_back(message: OutboxMessage, error: Exception, *, now: dt.datetime) -> None:
    wait = dt.timedelta(seconds=min(FIRST_WAIT_SECONDS * 2**message.attempts, 4 * 3600))
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, due_at=now + wait, last_error=f"{type(error).__name__}: {error}"[:500]
    )
    wake_up_at(now + wait)
