"""Stripe's signed messages."""

from dataclasses import asdict
from typing import Any

import stripe
from django.conf import settings

from payments.gateways.base import BadSignature, EventFacts
from payments.gateways.stripe.client import client_now


def read_event(body: bytes, signature: str | None, *, secret: str | None = None) -> EventFacts:
    """
    Check the signature of a message and return what it says, thin or snapshot.

    `secret` is that of the address it was posted to, STRIPE_WEBHOOK_SECRET unless given; it may hold the old and the
    new one with a comma, while one is replaced.

    :raises BadSignature: if no secret fits, it is older than five minutes, or it can't be read
    """
    known = settings.STRIPE_WEBHOOK_SECRET if secret is None else secret
    for one in (part.strip() for part in known.split(",") if part.strip()):
        try:
            return _readable(_read_with(one, body, signature))
        except stripe.SignatureVerificationError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:  # the last: brackets in brackets
            raise BadSignature(f"unreadable: {type(error).__name__}") from error
    raise BadSignature("no secret fits")


def _readable(facts: EventFacts) -> EventFacts:
    """
    Return the facts, if the database can hold them.

    :raises ValueError: if there is a NUL in one of them, or half a character
    """
    if any(b"\x00" in str(value).encode() for value in asdict(facts).values()):
        raise ValueError("a NUL")
    return facts


def _read_with(secret: str, body: bytes, signature: str | None) -> EventFacts:
    client = client_now(hurried=False)
    try:
        return _thin_event(client.parse_event_notification(body, signature, secret))
    except ValueError:  # it is a snapshot
        return _snapshot_event(client.construct_event(body, signature, secret).to_dict())


def _thin_event(notification: Any) -> EventFacts:
    related = getattr(notification, "related_object", None)
    return EventFacts(
        id=str(notification.id),
        type=str(notification.type).removeprefix("v1."),
        account_id=str(notification.context or ""),
        object_id=str(related.id) if related else "",
        is_live=bool(notification.livemode),
        created=str(notification.created),
    )


def _snapshot_event(event: dict[str, Any]) -> EventFacts:
    return EventFacts(
        id=event["id"],
        type=event["type"],
        account_id=event.get("account") or "",
        object_id=str(event["data"]["object"].get("id") or ""),
        is_live=bool(event["livemode"]),
        created=str(event["created"]),
    )
