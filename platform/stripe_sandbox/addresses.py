"""Addresses of the pages that a customer's browser opens."""

from django.conf import settings
from django.urls import reverse

URLCONF = "stripe_sandbox.urls"


def path(name: str, *args: str) -> str:
    """Return the path of one of the sandbox's pages, whichever site serves the current request."""
    return reverse(name, args=args, urlconf=URLCONF)


def public(name: str, *args: str) -> str:
    """Return the full address of a page, as a browser reaches it."""
    return settings.STRIPE_SANDBOX_PAGES_URL.rstrip("/") + path(name, *args)
