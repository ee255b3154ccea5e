"""The connections to Stripe that a process keeps, and the library's errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import stripe
from django.conf import settings

from payments.gateways.base import AccountDisconnected, GatewayBroken, GatewayError, GatewayRefused, GatewayUnavailable

CONNECT_SECONDS = 3.05
PATIENT_SECONDS = 20
HURRIED_SECONDS = 8  # a customer looks at an empty page meanwhile


def is_configured() -> bool:
    """Say whether we may call Stripe at all. With the sandbox's play key the real Stripe is never called."""
    return bool(settings.STRIPE_SECRET_KEY) and bool(settings.STRIPE_API_BASE or not settings.STRIPE_SANDBOX)


def expects_live_events() -> bool:
    """Say whether our key is a live one; Stripe sends test events to live addresses too."""
    return str(settings.STRIPE_SECRET_KEY).startswith(("sk_live_", "rk_live_"))


@lru_cache(maxsize=4)
def _client(key: str, api_base: str, seconds: int, retries: int) -> stripe.StripeClient:
    """Return the process's client; it is safe for threads and keeps its connections."""
    return stripe.StripeClient(
        key,
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, seconds)),
        base_addresses={"api": api_base} if api_base else None,
    )


def client_now(*, hurried: bool) -> stripe.StripeClient:
    """
    Return the process's client with the key and the address of now; `hurried` when somebody waits for the page.

    :raises GatewayUnavailable: if there is no key, or a sandbox without an address
    """
    if not is_configured():
        raise GatewayUnavailable("no Stripe key, or a sandbox without an address")
    seconds, retries = (HURRIED_SECONDS, 1) if hurried else (PATIENT_SECONDS, 2)
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, seconds, retries)


@contextmanager
def our_errors() -> Iterator[None]:
    """Translate the library's errors for the block."""
    try:
        yield
    except stripe.StripeError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: stripe.StripeError) -> GatewayError:
    status, code = error.http_status or 0, _code_of(error)
    if isinstance(error, stripe.APIConnectionError | stripe.RateLimitError | stripe.AuthenticationError):
        return GatewayUnavailable(str(error))  # the last one: our key is wrong, nothing that a customer could do
    if status == HTTPStatus.CONFLICT:
        return GatewayUnavailable(str(error))  # our own first call with this key is still being worked on
    if HTTPStatus.OK <= status < HTTPStatus.BAD_REQUEST:
        return GatewayUnavailable(str(error))  # an answer that nobody can read: it may well be done
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not status:
        return GatewayBroken(str(error))
    if code == "account_invalid":
        return AccountDisconnected(str(error))
    return GatewayRefused(str(error), code=code, param=getattr(error, "param", None) or "")


def _code_of(error: stripe.StripeError) -> str:
    """Return Stripe's own word for it; of a 403 the library leaves `code` empty, the body has it."""
    said = error.json_body.get("error") if isinstance(error.json_body, dict) else None
    return error.code or (str(said.get("code") or "") if isinstance(said, dict) else "")


@contextmanager
def platform_stripe(*, hurried: bool = False) -> Iterator[Any]:
    """
    Give API v1 of the platform's own account, for what shops pay us, with the library's errors translated.

    No call made with it names a shop's account: `billing.gateway` is the only one who may ask for it.
    """
    with our_errors():
        yield client_now(hurried=hurried).v1
