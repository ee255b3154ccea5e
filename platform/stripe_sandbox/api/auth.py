"""Who calls, and for which account."""

import secrets

from django.conf import settings
from django.http import HttpRequest

from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject


def check_key(request: HttpRequest) -> None:
    """
    Refuse a request without the platform's secret key.

    :raises ApiError: 401, as https://docs.stripe.com/api/authentication says
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key:
        raise ApiError(401, "You did not provide an API key. Give it as the header 'Authorization: Bearer YOUR_SECRET_KEY'.")
    if not secrets.compare_digest(key.encode(), settings.STRIPE_SECRET_KEY.encode()):
        raise ApiError(401, f"Invalid API Key provided: {key[:8]}***")


def account_of(request: HttpRequest) -> str:
    """
    Return the connected account that the request acts for, or "" for the platform.

    API v1 names it in `Stripe-Account`, v2 and thin events in `Stripe-Context`.

    :raises ApiError: 403 account_invalid when it is unknown, closed or disconnected
    """
    account = request.headers.get("Stripe-Account") or request.headers.get("Stripe-Context") or ""
    if account and not is_connected(account):
        raise ApiError(
            403,
            f"The provided key does not have access to account '{account}' (or that account does not exist). "
            "Application access may have been revoked.",
            code="account_invalid",
        )
    return account


def is_connected(account: str) -> bool:
    """Say whether the platform may act for this account."""
    row = StoredObject.objects.of("v2.core.account", "").filter(stripe_id=account).first()
    return row is not None and not row.body["closed"] and row.state.get("connected", True)
