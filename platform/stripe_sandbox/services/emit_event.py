"""Say what happened: keep the event, and put it in the outbox of each destination that wants it."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import stripe

from stripe_sandbox import clock, destinations, examples, ids, store, switches
from stripe_sandbox.models import Delivery
from stripe_sandbox.services.deliver_events import deliver_soon

URLS = {
    "account": "/v1/accounts/{}",
    "application": "/v1/account",  # from memory: an application has no address of its own
    "application_fee": "/v1/application_fees/{}",
    "capability": "/v1/capabilities/{}",
    "charge": "/v1/charges/{}",
    "checkout.session": "/v1/checkout/sessions/{}",
    "customer": "/v1/customers/{}",
    "dispute": "/v1/disputes/{}",
    "invoice": "/v1/invoices/{}",
    "payment_intent": "/v1/payment_intents/{}",
    "payment_method": "/v1/payment_methods/{}",
    "payout": "/v1/payouts/{}",
    "refund": "/v1/refunds/{}",
    "subscription": "/v1/subscriptions/{}",
    "v2.core.account": "/v2/core/accounts/{}",
}


@dataclass(frozen=True)
class Cause:
    """The API request that made it happen; empty for what a buyer did on a page."""

    request_id: str | None = None
    idempotency_key: str | None = None


NOBODY = Cause()


def emit_event(kind: str, subject: dict[str, Any], *, account: str, cause: Cause = NOBODY) -> None:
    """
    Record an event of API v1, such as `checkout.session.completed`, about `subject`.

    Kept twice, as Stripe does: as a snapshot (GET /v1/events) and as a thin event (GET /v2/core/events).
    """
    snapshot = _snapshot(kind, subject, account, cause)
    store.create(snapshot, account=account)
    thin = _thin(f"v1.{kind}", subject, account, cause, snapshot_id=snapshot["id"])
    store.create(thin, account=account)
    _enqueue(kind, account=account, thin=thin, snapshot=snapshot)


def emit_account_event(kind: str, body: dict[str, Any], *, cause: Cause = NOBODY, **data: Any) -> None:
    """Record an event of API v2 about an account, such as `v2.core.account[requirements].updated`; thin only."""
    thin = _thin(kind, body, body["id"], cause)
    store.create({**thin, "data": data} if data else thin, account=body["id"])
    _enqueue(kind, account=body["id"], thin=thin, snapshot=None)


def _snapshot(kind: str, subject: dict[str, Any], account: str, cause: Cause) -> dict[str, Any]:
    event = examples.example(
        "event",
        id=ids.new_id("evt_"),
        api_version=stripe.api_version,
        created=clock.epoch(),
        data={"object": subject},
        pending_webhooks=len(destinations.wanting(kind, account)),
        request={"id": cause.request_id, "idempotency_key": cause.idempotency_key},
        type=kind,
    )
    return {**event, "account": account} if account else event


def _thin(kind: str, subject: dict[str, Any], account: str, cause: Cause, snapshot_id: str = "") -> dict[str, Any]:
    """The body of https://docs.stripe.com/event-destinations#thin-payload."""
    what = subject["object"]
    event: dict[str, Any] = {
        "id": ids.new_id("evt_test_"),
        "object": "v2.core.event",
        "type": kind,
        "created": clock.iso(),
        "livemode": False,
        "context": account or None,
        "reason": None,
        "related_object": {"id": subject["id"], "type": what, "url": URLS[what].format(subject["id"])},
    }
    if cause.request_id:
        event["reason"] = {"type": "request", "request": {"id": cause.request_id, "idempotency_key": cause.idempotency_key}}
    if snapshot_id:
        event["snapshot_event"] = snapshot_id
    return event


def _enqueue(kind: str, *, account: str, thin: dict[str, Any], snapshot: dict[str, Any] | None) -> None:
    for destination in destinations.wanting(kind, account):
        body = snapshot if snapshot and destination.payload == "snapshot" else thin
        trouble = switches.trouble(destination.name)
        is_lost = bool(trouble.drop) and switches.take_drop(destination.name)
        Delivery.objects.create(
            event_id=body["id"],
            event_type=body["type"],
            destination=destination.name,
            payload=json.dumps(body, ensure_ascii=False),
            status=Delivery.Status.DROPPED if is_lost else Delivery.Status.WAITING,
            next_attempt_at=clock.now() + dt.timedelta(seconds=trouble.delay),
        )
        deliver_soon()
