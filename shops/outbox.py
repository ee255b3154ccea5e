"""Writing to the outbox, and who delivers which kind of message."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from kit.tasks import enqueue_on_commit, task_named
from shops.models import OutboxMessage
from tenants.services.wake_up import wake_up_at

Handler = Callable[[OutboxMessage], None]

RUN_CHORES = "shops.tasks.run_chores"  # tasks stand above services, so by its name

_handlers: dict[str, Handler] = {}


def register_handler(kind: str, handler: Handler) -> None:
    """Say who delivers messages of `kind`; from AppConfig.ready(). A handler raises when it could not."""
    _handlers[kind] = handler


def handler_of(kind: str) -> Handler:
    """
    Return who delivers messages of `kind`.

    :raises LookupError: if nobody does
    """
    return _handlers[kind]


def write_to_outbox(*, kind: str, key: str, payload: dict[str, Any], now: dt.datetime) -> None:
    """
    Note something to be told to the world; part of the current transaction.

    Writing the same `key` twice is one message. On commit the queue is told; when it cannot be,
    the wake-up row written here is found by beat.
    """
    message = OutboxMessage(kind=kind, key=key, payload=payload, due_at=now)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)  # one statement, also when the key is there
    wake_up_at(now + dt.timedelta(seconds=20))  # gives the queue a head start
    enqueue_on_commit(task_named(RUN_CHORES))
