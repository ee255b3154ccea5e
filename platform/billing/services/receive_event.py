"""
Stripe tells the platform that something happened: noted once, committed, then looked into by the queue.

Looking into it asks Stripe, which can take seconds; so it is not done while Stripe waits for our answer. An event
is a hint to look: only its kind and object are taken from it, the rest is asked.
"""

import datetime as dt
import logging

from billing import gateway
from billing.models import BillingEvent, Subscription
from billing.services.agree import refresh
from kit import tasks
from payments.gateways.base import EventFacts, GatewayRefused
from payments.services.kept_events import NotOurs, deal_with, due_events, is_undone

logger = logging.getLogger(__name__)

PROCESS_EVENT = "billing.tasks.process_event"  # above the services in the line of imports, so by its name
HEAD_START = dt.timedelta(seconds=30)  # for the queue; then beat comes by (billing.tasks.look_after)
KINDS = {"customer.subscription.": "subscription", "invoice.": "invoice", "checkout.session.": "session"}


def receive_event(*, facts: EventFacts, now: dt.datetime) -> BillingEvent:
    """
    Keep a signed event of the platform's account and have it dealt with; returns its row as it was kept.

    One that comes a second time is dealt with only if it was not before. Once it is kept, what goes wrong is no longer
    Stripe's business: when the broker is away too, `process_events` finds the row.
    """
    row = BillingEvent(event_id=facts.id[:120], type=facts.type[:80], object_id=facts.object_id[:120], retry_at=now + HEAD_START)
    BillingEvent.objects.bulk_create([row], ignore_conflicts=True)
    event = BillingEvent.objects.get(event_id=row.event_id)
    if is_undone(event):
        tasks.enqueue(tasks.task_named(PROCESS_EVENT), event.pk)
    return event


def process_events(*, now: dt.datetime) -> int:
    """Deal with every event that was kept and not done; returns how many there were. Safe to run twice."""
    ids = due_events(BillingEvent, now=now)
    for pk in ids:
        process_event(event_pk=pk, now=now)
    return len(ids)


def process_event(*, event_pk: int, now: dt.datetime) -> BillingEvent:
    """Deal with one kept event and note how it ended; returns its row. Never raises for what went wrong in it."""
    event = BillingEvent.objects.get(pk=event_pk)
    deal_with(event, lambda: refresh(tenant_id=_shop_of(event), now=now), now=now)
    return event


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
