"""Create, find and change stored Stripe objects. Alias `platform` throughout."""

import datetime as dt
from typing import Any

from kit.routers import PLATFORM_ALIAS as DB
from stripe_sandbox import clock
from stripe_sandbox.api.errors import missing
from stripe_sandbox.models import StoredObject

__all__ = ["DB", "create", "find", "merged", "peek", "save"]


def create(
    body: dict[str, Any],
    *,
    account: str,
    kind: str | None = None,
    state: dict[str, Any] | None = None,
    deadline_at: dt.datetime | None = None,
    stripe_id: str | None = None,
) -> StoredObject:
    """Keep a new object; `kind` and `stripe_id` are the body's own `object` and `id` unless given."""
    return StoredObject.objects.create(
        stripe_id=stripe_id or body["id"],
        kind=kind or body["object"],
        account=account,
        created_at=clock.now(),
        deadline_at=deadline_at,
        body=body,
        state=state or {},
    )


def find(kind: str, stripe_id: str, *, account: str, lock: bool = False) -> StoredObject:
    """
    Return one object of one account; `lock` keeps others from changing it until the transaction ends.

    :raises ApiError: 404 resource_missing, also for an object of another account
    """
    rows = StoredObject.objects.of(kind, account)
    if lock:
        rows = rows.select_for_update()
    row = rows.filter(stripe_id=stripe_id).first()
    if row is None:
        raise missing(kind, stripe_id)
    return row


def peek(stripe_id: str) -> StoredObject | None:
    """Return an object by id alone, whatever its account: for the sandbox itself, never for a caller's id."""
    return StoredObject.objects.filter(stripe_id=stripe_id).first()


def save(row: StoredObject, **changes: Any) -> StoredObject:
    """Write `changes` into the body and keep the row, its state included."""
    row.body = {**row.body, **changes}
    row.save(update_fields=["body", "state", "deadline_at"])
    return row


def merged(known: dict[str, str], sent: dict[str, str] | str | None) -> dict[str, str]:
    """Return metadata after an update: an empty value takes a key away, an empty whole takes all away."""
    if sent == "":
        return {}
    both = {**known, **(sent if isinstance(sent, dict) else {})}
    return {key: value for key, value in both.items() if value not in ("", None)}
