"""
Post what waits in the outbox, with the troubles that a tester ordered.

A delivery is leased before it is posted: its next attempt is moved ahead and committed first. So
two processes never post the same one at the same moment, and one that dies is tried again.
"""

import datetime as dt
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections, transaction

from stripe_sandbox import clock, destinations, switches
from stripe_sandbox.models import Delivery
from stripe_sandbox.rules.troubles import Trouble
from stripe_sandbox.services.post_event import post
from stripe_sandbox.services.sign_event import signature_of
from stripe_sandbox.store import DB

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(seconds=15)  # longer than a post can take
RETRY_AFTER = (5, 15, 60, 300, 1800)  # seconds; Stripe's own are hours apart, a demo has no patience
_one_at_a_time = threading.Lock()


def deliver_due(limit: int = 200) -> int:
    """Post up to `limit` due deliveries, oldest first unless shuffled; returns how many were accepted."""
    accepted = 0
    for _ in range(limit):
        delivery = _lease()
        if delivery is None:
            break
        accepted += _deliver(delivery)
    return accepted


def deliver_all() -> int:
    """Post until nothing is due any more, at once and in this process; returns how many were accepted. For tests."""
    total = 0
    while accepted := deliver_due():
        total += accepted
    return total


def redeliver(event_id: str) -> int:
    """Send an event again wherever it went, also a dropped or given up one, like the button in Stripe's Dashboard."""
    again = {"status": Delivery.Status.WAITING, "attempts": 0, "next_attempt_at": clock.now(), "delivered_at": None}
    return Delivery.objects.filter(event_id=event_id).update(**again)


def deliver_soon() -> None:
    """
    Post what is due once the transaction is committed, without making anybody wait.

    Not in tests, unless they ask for it: there, deliveries wait for `deliver_due`.
    """
    if getattr(settings, "STRIPE_SANDBOX_DELIVER_AT_ONCE", settings.VITRINE_MODE != "test"):
        transaction.on_commit(_start_thread, using=DB)


def deliver_before_answer() -> None:
    """Post now what a switch wants to arrive before the answer of the call that caused it."""
    if any(switches.trouble(one.name).before_answer for one in destinations.all_destinations()):
        deliver_due()


def _start_thread() -> None:
    threading.Thread(target=_deliver_and_hang_up, name="stripe-sandbox-deliver", daemon=True).start()


def _deliver_and_hang_up() -> None:
    try:
        with _one_at_a_time:  # events of one payment arrive in their order, as long as all goes well
            deliver_due()
    except Exception:  # nobody waits for this thread; the rows stay due
        logger.exception("sandbox webhooks could not be delivered")
    finally:
        connections.close_all()


def _lease() -> Delivery | None:
    troubles = {one.name: switches.trouble(one.name) for one in destinations.all_destinations()}
    held = [name for name, trouble in troubles.items() if trouble.held]
    due = Delivery.objects.due(clock.now()).exclude(destination__in=held)
    if any(trouble.shuffle for trouble in troubles.values()):
        due = due.order_by("?")
    with transaction.atomic(using=DB):
        delivery = due.select_for_update(skip_locked=True).first()
        if delivery is not None:
            delivery.attempts += 1
            delivery.next_attempt_at = clock.now() + LEASE
            delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery


def _deliver(delivery: Delivery) -> bool:
    destination = destinations.by_name(delivery.destination)
    answer = "no such destination"
    if destination is not None:
        answer = _post_copies(destination, delivery.payload, switches.trouble(destination.name))
    delivery.last_answer = answer[:200]
    if answer.startswith("2"):
        delivery.status, delivery.delivered_at = Delivery.Status.DELIVERED, clock.now()
    elif delivery.attempts > len(RETRY_AFTER):
        delivery.status = Delivery.Status.GIVEN_UP
    else:
        delivery.next_attempt_at = clock.now() + dt.timedelta(seconds=RETRY_AFTER[delivery.attempts - 1])
    delivery.save(update_fields=["last_answer", "status", "delivered_at", "next_attempt_at"])
    return delivery.status == Delivery.Status.DELIVERED


def _post_copies(destination: destinations.Destination, payload: str, trouble: Trouble) -> str:
    """Post as often as ordered; the last answer counts, of parallel ones the worst."""

    def once(_: int) -> str:
        return post(destination, payload, signature_of(payload, destination.secret, trouble.signature))

    if trouble.parallel and trouble.copies > 1:
        with ThreadPoolExecutor(trouble.copies) as threads:
            return max(threads.map(once, range(trouble.copies)))
    return [once(number) for number in range(trouble.copies)][-1]
