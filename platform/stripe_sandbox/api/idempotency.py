"""
The same POST twice is done once: https://docs.stripe.com/api/idempotent_requests.

A result is kept once the work began, also an error; a request that failed its checks leaves nothing.
"""

import datetime as dt
import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from stripe_sandbox import clock
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import IdempotentRequest
from stripe_sandbox.store import DB

KEPT_FOR = dt.timedelta(hours=24)
ABANDONED_AFTER = dt.timedelta(seconds=60)  # the process that worked on it must have died


def claim(request: HttpRequest, account: str) -> IdempotentRequest | None:
    """
    Reserve the Idempotency-Key of a POST, or return the row that already answered it.

    None when the request has no key (or is no POST). A returned row without `status_code` is ours
    to `finish` or to `release`.

    :raises ApiError: 400 idempotency_error for other parameters, 409 while the first is in flight
    """
    key = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not key:
        return None
    mine = IdempotentRequest(
        key=key[:255],
        account=account,
        method=request.method,
        path=request.path[:500],
        body_sha256=hashlib.sha256(request.body).hexdigest(),
        created_at=clock.now(),
    )
    _forget_old(mine)
    try:
        with transaction.atomic(using=DB):
            mine.save()
    except IntegrityError:
        return _earlier(mine)
    return mine


def finish(row: IdempotentRequest, status_code: int, answer: dict[str, Any]) -> None:
    """Keep the answer for whoever asks again."""
    row.status_code, row.answer = status_code, answer
    row.save(update_fields=["status_code", "answer"])


def release(row: IdempotentRequest) -> None:
    """Forget a request that failed its checks: nothing was done, so the key may be used again."""
    row.delete()


def _forget_old(mine: IdempotentRequest) -> None:
    same_key = IdempotentRequest.objects.filter(key=mine.key, account=mine.account)
    same_key.filter(created_at__lt=mine.created_at - KEPT_FOR).delete()
    same_key.filter(created_at__lt=mine.created_at - ABANDONED_AFTER, status_code=None).delete()


def _earlier(mine: IdempotentRequest) -> IdempotentRequest:
    earlier = IdempotentRequest.objects.filter(key=mine.key, account=mine.account).first()
    if earlier is None or (earlier.status_code is None and _same_request(earlier, mine)):
        raise ApiError(
            409,
            f"There is currently another in-progress request using this Idempotent Key: {mine.key}.",
            kind="idempotency_error",
            code="idempotency_key_in_use",
        )
    if not _same_request(earlier, mine):
        raise ApiError(
            400,
            f"Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{mine.key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return earlier


def _same_request(one: IdempotentRequest, other: IdempotentRequest) -> bool:
    return (one.method, one.path, one.body_sha256) == (other.method, other.path, other.body_sha256)
