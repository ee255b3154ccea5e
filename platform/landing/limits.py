"""How often one address of the network, or one person, may ask for what costs us something."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest


def may(request: HttpRequest, action: str, *, key: str) -> bool:
    """Say whether `action` of settings.SIGN_UP_RATE_LIMITS is still allowed to `key` and from here; counts it."""
    if action not in settings.SIGN_UP_RATE_LIMITS:
        return True
    return bool(ratelimit.consume(request, app="landing", action=action, config=settings.SIGN_UP_RATE_LIMITS, key=key.casefold()))
