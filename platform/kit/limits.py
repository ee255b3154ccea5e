"""How often one address of the network, or one person, may ask for what costs somebody something."""

from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def may(request: HttpRequest, action: str, *, limits: Mapping[str, str], key: str) -> bool:
    """
    Say whether `action` is still allowed from here and to `key` (an e-mail address); counts it, over all hosts.

    `limits` is one of the settings ORDER_RATE_LIMITS and SIGN_UP_RATE_LIMITS, in allauth's notation
    ("60/h/ip,20/h/key"); what it does not name has no limit.
    """
    if action not in limits:
        return True
    return bool(ratelimit.consume(request, app="vitrine", action=action, config=limits, key=key.casefold()))
