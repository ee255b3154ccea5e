"""
Post what waits in the outbox, signed as Stripe signs it.

A delivery is leased before it is posted: its next attempt is moved ahead and committed first. So
two processes never post the same one at the same moment, and one that dies is tried again.
"""

import datetime as dt
import logging
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import stripe
from django.conf import settings
from django.db import connections, transaction

from stripe_sandbox import clock, destinations, switches
from stripe_sandbox.models import Delivery, Switches
from stripe_sandbox.store import DB

logger = logging.getLogger(__name__)
TIMEOUT = 5  # seconds
LEASE = dt.timedelta(seconds=15)  # longer than a post can take
_one_at_a_time = threading.Lock()
RETRY_AFTER = (5, 15, 60, 300, 1800)  # seconds; Stripe's own are hours apart, a demo has no patience


def deliver_due(limit: int = 200) -> int:
    """Post up to `limit` due deliveries, oldest first; returns how many were accepted."""
    how = switches.deliveries()
    if how == Switches.Deliveries.OFF:
        return 0
    accepted = 0
    for _ in range(limit):
        delivery = _lease()
        if delivery is None:
            break
        accepted += _deliver(delivery, times=2 if how == Switches.Deliveries.DOUBLE else 1)
    return accepted


def deliver_soon() -> None:
    """
    Post what is due once the transaction is committed, without making anybody wait.

    Not in tests, unless they ask for it: there, deliveries wait for `deliver_due`.
    """
    if getattr(settings, "STRIPE_SANDBOX_DELIVER_AT_ONCE", settings.VITRINE_MODE != "test"):
        transaction.on_commit(_start_thread, using=DB)


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
    with transaction.atomic(using=DB):
        delivery = Delivery.objects.due(clock.now()).select_for_update(skip_locked=True).first()
        if delivery is not None:
            delivery.attempts += 1
            delivery.next_attempt_at = clock.now() + LEASE
            delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery


def _deliver(delivery: Delivery, *, times: int) -> bool:
    destination = destinations.by_name(delivery.destination)
    answer = "no such destination"
    if destination is not None:
        for _ in range(times):
            answer = post(destination, delivery.payload)
    delivery.last_answer = answer[:200]
    if answer.startswith("2"):
        delivery.status, delivery.delivered_at = Delivery.Status.DELIVERED, clock.now()
    elif delivery.attempts > len(RETRY_AFTER):
        delivery.status = Delivery.Status.GIVEN_UP
    else:
        delivery.next_attempt_at = clock.now() + dt.timedelta(seconds=RETRY_AFTER[delivery.attempts - 1])
    delivery.save(update_fields=["last_answer", "status", "delivered_at", "next_attempt_at"])
    return delivery.status == Delivery.Status.DELIVERED


def post(destination: destinations.Destination, payload: str) -> str:
    """Post one signed body; returns the status code as text, or why there was none."""
    parts = urlsplit(destination.url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (sandbox)",
        "Stripe-Signature": stripe.WebhookSignature.generate_signature_header(payload, destination.secret),
    }
    if destination.host:
        headers["Host"] = destination.host
    try:
        connection.request("POST", parts.path or "/", payload.encode(), headers)
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
