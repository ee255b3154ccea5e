"""Create, find and change stored Stripe objects. Alias `platform` throughout."""

import datetime as dt
from typing import Any

from kit.routers import PLATFORM_ALIAS as DB
from stripe_sandbox import clock
from stripe_sandbox.api.errors import missing
from stripe_sandbox.models import StoredObject

__all__ = ["DB", "create", "find", "peek", "save"]


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
