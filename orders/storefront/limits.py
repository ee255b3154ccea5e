"""How many orders one visitor can mean."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest


def may_order(request: HttpRequest, *, email: str) -> bool:
    """
    Say whether one more order from this address of the network, and under this e-mail, can be meant; counts it.

    What one order takes off the shelf nobody else can buy, and each sends a mail: see settings.ORDER_RATE_LIMITS.
    """
    if not settings.ORDER_RATE_LIMITS:
        return True
    return bool(ratelimit.consume(request, app="orders", action="order", config=settings.ORDER_RATE_LIMITS, key=email.casefold()))
