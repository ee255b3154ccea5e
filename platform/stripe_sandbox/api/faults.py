"""Failures that a tester ordered: before the work, after it, or of the connection itself."""

import socket
import time
from collections.abc import Iterator
from fnmatch import fnmatchcase

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse

from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import ApiFault, IdempotentRequest
from stripe_sandbox.store import DB

Kind = ApiFault.Kind
BROKEN = ApiError(500, "An unknown error occurred. The sandbox was told to fail.", kind="api_error")
BEFORE = {
    Kind.ERROR_BEFORE: BROKEN,
    Kind.CONFLICT: ApiError(
        409,
        "There is currently another in-progress request using this Idempotent Key.",
        kind="idempotency_error",
        code="idempotency_key_in_use",
    ),
    Kind.RATE_LIMIT: ApiError(429, "Request rate limit exceeded.", code="rate_limit"),
    Kind.RATE_LIMIT_RETRY: ApiError(429, "Request rate limit exceeded.", code="rate_limit"),
}
SHOULD_RETRY = {Kind.RATE_LIMIT: "false", Kind.RATE_LIMIT_RETRY: "true"}


def take_fault(request: HttpRequest) -> ApiFault | None:
    """Return the fault that hits this request and count it; None for almost all."""
    waiting = ApiFault.objects.filter(remaining__gt=0).order_by("id")
    if not waiting.exists():
        return None
    with transaction.atomic(using=DB):
        for fault in waiting.select_for_update():
            if fault.method in ("", request.method) and fnmatchcase(request.path, fault.path):
                fault.remaining -= 1
                fault.save(update_fields=["remaining"])
                return fault
    return None


def instead(fault: ApiFault | None, request: HttpRequest) -> HttpResponseBase | None:
    """Return what is answered without doing the work; None when the work is to be done."""
    if fault is None:
        return None
    kind = Kind(fault.kind)
    if kind == Kind.RESET_BEFORE:
        return broken_connection(request)
    if kind not in BEFORE:
        return None
    response = JsonResponse(BEFORE[kind].as_json(), status=BEFORE[kind].status)
    if kind in SHOULD_RETRY:
        response["Stripe-Should-Retry"] = SHOULD_RETRY[kind]
    return response


def afterwards(fault: ApiFault | None, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """
    Return what is answered after the work was done, instead of `response`.

    A 500 of the work itself is kept under its Idempotency-Key: who asks again gets it again (stripe.md trap 23).
    """
    kind = fault.kind if fault else ""
    if kind == Kind.ERROR_AFTER:
        IdempotentRequest.objects.filter(key=request.headers.get("Idempotency-Key", ""), path=request.path).update(
            status_code=500, answer=BROKEN.as_json()
        )
        return JsonResponse(BROKEN.as_json(), status=500)
    if kind == Kind.RESET_AFTER:
        return broken_connection(request)
    if fault and kind == Kind.TIMEOUT_AFTER:
        time.sleep(fault.seconds)
    return response


def broken_connection(request: HttpRequest) -> HttpResponseBase:
    """
    Hang up without a word where the server lets us at its socket, which Python's own does.

    Elsewhere promise more than is sent: the caller sees the connection end in the middle of the answer. The client
    library repeats a call after the first, not after the second.
    """

    def half() -> Iterator[bytes]:
        yield b'{"object": '

    line = getattr(getattr(request.META.get("wsgi.input"), "raw", None), "_sock", None)
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
    response = StreamingHttpResponse(half(), content_type="application/json")
    response["Content-Length"] = "4096"
    return response
