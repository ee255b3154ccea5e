"""
Whether a customer can pay online, and where that starts.

Orders know nothing of Stripe: the app that collects money registers itself.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OnlineProvider:
    """Someone who collects money online. `start_url_name` takes the order's `secret`."""

    is_available: Callable[[], bool]
    start_url_name: str


_provider: OnlineProvider | None = None


def register_online_provider(is_available: Callable[[], bool], start_url_name: str) -> None:
    """Say who collects money online; from AppConfig.ready(). `is_available` is asked for the bound shop."""
    global _provider
    _provider = OnlineProvider(is_available, start_url_name)


def online_provider() -> OnlineProvider | None:
    """Return who collects the bound shop's money online, or None when the shop takes none now."""
    return _provider if _provider is not None and _provider.is_available() else None
