"""
Stripe tells the shop that something happened: noted once, committed, then looked into by the queue.

Looking into it asks Stripe, which can take seconds; so it is not done while Stripe waits for our answer:
a burst of messages must not occupy the processes that serve the shops' pages.
"""

import datetime as dt
import logging

from django.db import transaction

from kit import tasks
from kit.routers import SHOP_ALIAS
from payments.gateways.base import EventFacts
from payments.models import WebhookEvent
from payments.services.kept_events import is_undone
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

PROCESS_EVENT = "payments.tasks.process_event"  # above the services in the line of imports, so by its name
HEAD_START = dt.timedelta(seconds=30)  # for the queue; then the chore comes by


def receive_event(*, facts: EventFacts, now: dt.datetime) -> WebhookEvent:
    """
    Keep a signed event of this shop's account and have it dealt with; returns its row as it was kept.

    One that comes a second time is dealt with only if it was not before. Once it is kept, what goes wrong is no longer
    Stripe's business: when the broker is away too, the chore `process_events` finds the row.
    """
    event = _keep(facts, now=now)
    if is_undone(event):
        tasks.enqueue(tasks.task_named(PROCESS_EVENT), event.pk)
    return event


@transaction.atomic(using=SHOP_ALIAS)
def _keep(facts: EventFacts, *, now: dt.datetime) -> WebhookEvent:
    """Keep what one must know to ask: nothing of the customer."""
    row = WebhookEvent(
        event_id=facts.id[:120],
        type=facts.type[:80],
        stripe_account_id=facts.account_id[:80],
        object_id=facts.object_id[:120],
        payload={"created": facts.created},
        retry_at=now + HEAD_START,
    )
    WebhookEvent.objects.bulk_create([row], ignore_conflicts=True)
    wake_up_at(now + HEAD_START)
    return WebhookEvent.objects.get(event_id=row.event_id)
