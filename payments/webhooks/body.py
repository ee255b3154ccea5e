"""What Stripe posts, before anybody has looked at its signature."""

from django.http import HttpRequest

MAX_BYTES = 256 * 1024  # a thin event has less than one kilobyte, a large snapshot some tens


def body_of(request: HttpRequest) -> bytes | None:
    """Return the raw body, or None when it is larger than any event; a body without a length is not read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 <= length <= MAX_BYTES:
        return None
    return request.read(MAX_BYTES)
