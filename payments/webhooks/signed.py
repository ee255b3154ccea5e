"""
What Stripe posts: read, its signature checked, and answered. The same for each address that it posts to.

200 says "we have it" or "not for us": never an error for what we do not want. 400 is for what
Stripe did not sign, and then nothing is kept. The signature's secret is ours, never chosen by
what the message says. No exception mail for what strangers post here.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from payments.gateways.base import BadSignature, EventFacts, GatewayUnavailable
from payments.gateways.stripe import read_event

logger = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024  # a thin event has less than one kilobyte, a large snapshot some tens


def answer_signed(request: HttpRequest, take: Callable[[EventFacts], object], *, secret: str | None = None) -> HttpResponse:
    """Answer what was posted; `take` gets what a signed message says. `secret`: see payments.gateways.stripe.read_event."""
    body = _body_of(request)
    if body is None:
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        facts = read_event(body, request.headers.get("Stripe-Signature"), secret=secret)
    except (BadSignature, GatewayUnavailable) as error:
        logger.warning("webhook refused: %s", error)
        return HttpResponse("not signed by Stripe", status=400, content_type="text/plain")
    take(facts)
    return HttpResponse("ok", content_type="text/plain")


def _body_of(request: HttpRequest) -> bytes | None:
    """Return the raw body, or None when it is larger than any event; a body without a length is not read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 <= length <= MAX_BYTES:
        return None
    return request.read(MAX_BYTES)
