"""The shopkeeper has messages sent again that were given up."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.tasks import enqueue_on_commit, task_named
from shops.models import OutboxMessage
from shops.outbox import RUN_CHORES
from shops.services.record_event import record_event
from tenants.services.wake_up import wake_up_at


def retry_messages(*, now: dt.datetime) -> int:
    """Give every message that was given up its attempts back, due at once; returns how many. Safe to run twice.

    One whose last attempt is still under way (its lease lies ahead) is left alone, or it would be sent twice.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        revived = OutboxMessage.objects.given_up(now=now).update(attempts=0, due_at=now)
        if revived:
            record_event(kind="mails_sent_again", count=revived)
            wake_up_at(now)
            enqueue_on_commit(task_named(RUN_CHORES))
    return revived
