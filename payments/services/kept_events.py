"""
How a kept message of Stripe is worked off, whoever it is for: done, not ours, or put back for later.

Nothing is given up for a failure that may pass: it is tried again after longer and longer waits, MAX_ATTEMPTS times.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import router, transaction
from django.db.models import F, QuerySet

from payments.models import EventState, KeptEvent

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 4 * 3600


class NotOurs(Exception):
    """The event is about nothing that we made; the text says why."""


def is_undone(event: KeptEvent) -> bool:
    return event.state in (EventState.RECEIVED, EventState.FAILED)


def due_events(model: type[KeptEvent], *, now: dt.datetime) -> list[int]:
    """Return the ids of the events that are to be dealt with by now."""
    events: QuerySet[KeptEvent] = QuerySet(model)
    undone = events.filter(state__in=[EventState.RECEIVED, EventState.FAILED], retry_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    return list(undone.values_list("pk", flat=True))


def deal_with(
    event: KeptEvent, deed: Callable[[], object], *, now: dt.datetime, ask_again: Callable[[dt.datetime], object] | None = None
) -> None:
    """
    Do what an event asks for and note how it ended, on the object too. Never raises for what went wrong in it.

    To be called outside a transaction. `ask_again` is told when to come back after a failure, within the transaction that notes it.
    """
    try:
        deed()
    except NotOurs as reason:
        _finish(event, EventState.IGNORED, str(reason), now=now)
    except Exception as error:
        logger.exception("event %s (%s) could not be dealt with", event.event_id, event.type)
        _put_back(event, error, now=now, ask_again=ask_again)
    else:
        _finish(event, EventState.DONE, "", now=now)


def _finish(event: KeptEvent, state: str, note: str, *, now: dt.datetime) -> None:
    event.state, event.error, event.done_at = state, note[:500], now
    event.attempts += 1
    event.save(update_fields=["state", "error", "done_at", "attempts"])


def _put_back(event: KeptEvent, error: Exception, *, now: dt.datetime, ask_again: Callable[[dt.datetime], object] | None) -> None:
    """Note the failure, unless another one has dealt with it meanwhile, and come back later."""
    retry_at = now + dt.timedelta(seconds=min(FIRST_WAIT_SECONDS * 2**event.attempts, LONGEST_WAIT_SECONDS))
    text = f"{type(error).__name__}: {error}"[:500]
    with transaction.atomic(using=router.db_for_write(type(event), instance=event)):
        events: QuerySet[KeptEvent] = QuerySet(type(event))
        not_done = events.filter(pk=event.pk).exclude(state__in=[EventState.DONE, EventState.IGNORED])
        not_done.update(state=EventState.FAILED, attempts=F("attempts") + 1, retry_at=retry_at, error=text)
        if ask_again is not None:
            ask_again(retry_at)
        event.refresh_from_db()
