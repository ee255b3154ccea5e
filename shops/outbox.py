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
_labels: dict[str, Any] = {}


def register_handler(kind: str, handler: Handler, *, label: Any) -> None:
    """Say who delivers messages of `kind` and what a shopkeeper calls them; from AppConfig.ready(). A handler raises when it could not."""
    _handlers[kind] = handler
    _labels[kind] = label


def label_of(kind: str) -> Any:
    """Return what a shopkeeper calls messages of `kind`, a lazy translation."""
    return _labels.get(kind, kind)


def handler_of(kind: str) -> Handler:
    """
    Return who delivers messages of `kind`.

    :raises LookupError: if nobody does
    """
    return _handlers[kind]


def write_to_outbox(*, kind: str, key: str, payload: dict[str, Any], now: dt.datetime) -> None:
    """
    Note something to be told to the world; part of the current transaction.

    `payload` may say in `about` whom or what it concerns, for the shopkeeper when it can't be delivered.

    Writing the same `key` twice is one message. On commit the queue is told; when it cannot be,
    the wake-up row written here is found by beat.
    """
    message = OutboxMessage(kind=kind, key=key, payload=payload, due_at=now)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)  # one statement, also when the key is there
    wake_up_at(now + dt.timedelta(seconds=20))  # gives the queue a head start
    enqueue_on_commit(task_named(RUN_CHORES))
