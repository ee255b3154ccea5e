"""The shop's mails and messages leave the house."""

import datetime as dt
import logging
import time

from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.tasks import enqueue, task_named
from shops.models import OutboxMessage
from shops.outbox import RUN_CHORES, handler_of
from tenants.services.wake_up import answer_wake_ups, wake_up_at

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 20
LONGEST_WAIT_SECONDS = 4 * 3600
MOST_AT_ONCE = 50
ENOUGH_SECONDS = 10
LEASE = dt.timedelta(seconds=60)  # longer than a mail takes (EMAIL_TIMEOUT is 10 s); how late it is when a worker dies while sending


def deliver_outbox(*, now: dt.datetime) -> int:
    """
    Deliver what is due, oldest first; returns how many were delivered.

    At most MOST_AT_ONCE messages, and none begun after ENOUGH_SECONDS: then the other shops have
    their turn, and the rest goes to the end of the queue.

    Each is taken in a transaction of its own, for as long as LEASE, and told to the world after
    that: no row is locked and no transaction is open while a mail server thinks. A message whose
    worker died is due again when its lease ends, so it may be sent twice: mails carry a Message-ID
    made of the message's id, so that the receiver sees one. Safe to run twice, and at the same
    time as itself.
    """
    delivered, began = 0, time.monotonic()
    for _turn in range(MOST_AT_ONCE):
        if time.monotonic() - began > ENOUGH_SECONDS:
            break
        if (taken := _take_next(now=now)) is None:
            return delivered
        delivered += _deliver(*taken, now=now)
    _go_on_later(now=now)
    return delivered


def _go_on_later(*, now: dt.datetime) -> None:
    if OutboxMessage.objects.undelivered().filter(due_at__lte=now).exists():
        wake_up_at(now)
        enqueue(task_named(RUN_CHORES))


def _take_next(*, now: dt.datetime) -> tuple[OutboxMessage, int] | None:
    """Take the oldest message that is due; returns it with the wake-up that comes if we do not. None when there is none."""
    with transaction.atomic(using=SHOP_ALIAS):
        message = OutboxMessage.objects.select_for_update(skip_locked=True).undelivered().filter(due_at__lte=now).order_by("pk").first()
        if message is None:
            return None
        message.attempts += 1
        message.due_at = now + LEASE
        message.save(update_fields=["attempts", "due_at"])
        return message, wake_up_at(message.due_at)


def _deliver(message: OutboxMessage, wake_up_id: int, *, now: dt.datetime) -> bool:
    try:
        handler_of(message.kind)(message)
    except Exception as error:
        logger.exception("outbox message %s could not be delivered", message.pk)
        _put_back(message, error, now=now)
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(done_at=now)
    answer_wake_ups([wake_up_id])
    return True


def _put_back(message: OutboxMessage, error: Exception, *, now: dt.datetime) -> None:
    """Try again later, each time after a longer wait; after the last one it is left to a person (shops.backoffice.undelivered)."""
    is_last = message.attempts >= OutboxMessage.MAX_ATTEMPTS
    wait = 0 if is_last else min(FIRST_WAIT_SECONDS * 2 ** (message.attempts - 1), LONGEST_WAIT_SECONDS)
    again_at = now + dt.timedelta(seconds=wait)
    with transaction.atomic(using=SHOP_ALIAS):
        OutboxMessage.objects.filter(pk=message.pk).update(due_at=again_at, last_error=f"{type(error).__name__}: {error}"[:500])
        if not is_last:
            wake_up_at(again_at)
