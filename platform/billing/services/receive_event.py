"""
Stripe tells the platform that something happened: noted once, committed, then looked into.

An event is a hint to look: only its kind and object are taken from it, the rest is asked.
"""

import datetime as dt
import logging

from django.db.models import F

from billing import gateway
from billing.models import BillingEvent, EventState, Subscription
from billing.services.agree import refresh
from payments.gateways.base import EventFacts, GatewayRefused

logger = logging.getLogger(__name__)

HEAD_START = dt.timedelta(seconds=30)  # for the request itself; then the task comes by
MAX_ATTEMPTS = 12
FIRST_WAIT_SECONDS = 30
KINDS = {"customer.subscription.": "subscription", "invoice.": "invoice", "checkout.session.": "session"}


class NotOurs(Exception):
    """The event is about nothing that we made; the text says why."""


def receive_event(*, facts: EventFacts, now: dt.datetime) -> BillingEvent:
    """
    Keep a signed event of the platform's account and deal with it; returns its row.

    One that comes a second time is dealt with only if it was not before. What goes wrong after it
    was kept is no longer Stripe's business: `process_events` tries again.
    """
    row = BillingEvent(event_id=facts.id[:120], type=facts.type[:80], object_id=facts.object_id[:120], retry_at=now + HEAD_START)
    BillingEvent.objects.bulk_create([row], ignore_conflicts=True)
    event = BillingEvent.objects.get(event_id=row.event_id)
    if event.state in (EventState.RECEIVED, EventState.FAILED):
        event = process_event(event_pk=event.pk, now=now)
    return event


def process_events(*, now: dt.datetime) -> int:
    """Deal with every event that was kept and not done; returns how many there were. Safe to run twice."""
    due = BillingEvent.objects.filter(state__in=[EventState.RECEIVED, EventState.FAILED], retry_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        process_event(event_pk=pk, now=now)
    return len(ids)


def process_event(*, event_pk: int, now: dt.datetime) -> BillingEvent:
    """Deal with one kept event and note how it ended; returns its row. Never raises for what went wrong in it."""
    event = BillingEvent.objects.get(pk=event_pk)
    try:
        refresh(tenant_id=_shop_of(event), now=now)
    except NotOurs as reason:
        return _finish(event, EventState.IGNORED, str(reason), now=now)
    except Exception as error:
        logger.exception("event %s (%s) could not be dealt with", event.event_id, event.type)
        return _put_back(event, error, now=now)
    return _finish(event, EventState.DONE, "", now=now)


def _shop_of(event: BillingEvent) -> int:
    """
    Return the shop that an event is about: by the customer that Stripe says, never by what the event or metadata say.

    :raises NotOurs: if it is about none
    """
    kind = next((kind for start, kind in KINDS.items() if event.type.startswith(start)), None)
    if kind is None or not event.object_id:
        raise NotOurs("not interested")
    try:
        customer_id = gateway.customer_of(kind, event.object_id)
    except GatewayRefused as error:
        raise NotOurs(f"Stripe does not know it: {error}") from error
    row = Subscription.objects.filter(stripe_customer_id=customer_id).first() if customer_id else None
    if row is None:
        raise NotOurs("a customer that no shop is")
    return int(row.tenant_id)


def _finish(event: BillingEvent, state: str, note: str, *, now: dt.datetime) -> BillingEvent:
    event.state, event.error, event.done_at = state, note[:500], now
    event.attempts += 1
    event.save(update_fields=["state", "error", "done_at", "attempts"])
    return event


def _put_back(event: BillingEvent, error: Exception, *, now: dt.datetime) -> BillingEvent:
    """Note the failure, unless another one has dealt with it meanwhile, and come back later."""
    wait = dt.timedelta(seconds=min(FIRST_WAIT_SECONDS * 2**event.attempts, 4 * 3600))
    not_done = BillingEvent.objects.filter(pk=event.pk).exclude(state__in=[EventState.DONE, EventState.IGNORED])
    text = f"{type(error).__name__}: {error}"[:500]
    not_done.update(state=EventState.FAILED, attempts=F("attempts") + 1, retry_at=now + wait, error=text)
    event.refresh_from_db()
    return event
