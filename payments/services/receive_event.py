"""Stripe tells the shop that something happened: noted once, committed, then looked into."""

import datetime as dt
import logging

from django.db import transaction

from kit.routers import SHOP_ALIAS
from payments.gateways.base import EventFacts
from payments.models import EventState, WebhookEvent
from payments.services.process_event import process_event
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

HEAD_START = dt.timedelta(seconds=30)  # for the request itself; then the chore comes by


def receive_event(*, facts: EventFacts, now: dt.datetime) -> WebhookEvent:
    """
    Keep a signed event of this shop's account and deal with it; returns its row.

    One that comes a second time is dealt with only if it was not before. What goes wrong after it
    was kept is no longer Stripe's business: the chore `process_events` tries again.
    """
    event = _keep(facts, now=now)
    if event.state in (EventState.RECEIVED, EventState.FAILED):
        event = process_event(event_pk=event.pk, now=now)
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
