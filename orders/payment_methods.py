"""
Whether a customer can pay online, and where that starts.

Orders know nothing of Stripe: the app that collects money registers itself.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from orders.models import Order


@dataclass(frozen=True, slots=True)
class OnlineProvider:
    """
    Someone who collects money online. `start_url_name` takes the order's `secret`.

    `prepare(now=...)` hears that somebody is on the way to pay, and never keeps them waiting. `takes(cents)` says
    whether an amount is neither too small nor too large. `waits_for_bank(order)` says whether the customer did all they
    can, and the bank has not answered yet; `is_looked_up(order)` whether only the shop's people can see if it was paid, and
    they have not looked yet. `methods()` names the ways to pay in words, in the order of the country.
    """

    is_available: Callable[[], bool]
    start_url_name: str
    prepare: Callable[..., object] = lambda **when: None
    takes: Callable[[int], bool] = bool
    waits_for_bank: Callable[[Order], bool] = lambda order: False
    is_looked_up: Callable[[Order], bool] = lambda order: False
    methods: Callable[[], list[str]] = list


_provider: OnlineProvider | None = None


def register_online_provider(
    is_available: Callable[[], bool],
    start_url_name: str,
    *,
    prepare: Callable[..., object],
    takes: Callable[[int], bool],
    waits_for_bank: Callable[[Order], bool],
    is_looked_up: Callable[[Order], bool],
    methods: Callable[[], list[str]],
) -> None:
    """Say who collects money online; from AppConfig.ready(). `is_available` and `prepare` are called for the bound shop."""
    global _provider
    _provider = OnlineProvider(is_available, start_url_name, prepare, takes, waits_for_bank, is_looked_up, methods)


def somebody_comes_to_pay(*, now: dt.datetime) -> None:
    """Tell who collects money online that a checkout was opened, so that it knows by the last step whether it can."""
    if _provider is not None:
        _provider.prepare(now=now)


def waits_for_bank(order: Order) -> bool:
    """Say whether an order's money is on its way: its customer has nothing to do any more, and must not pay again."""
    return _provider is not None and _provider.waits_for_bank(order)


def is_looked_up(order: Order) -> bool:
    """Say whether an order may be paid already and the shop's people have to look: its customer must not pay again."""
    return _provider is not None and _provider.is_looked_up(order)


def online_methods() -> list[str]:
    """Return with what one can pay online, in words, the usual way of the country first; may be empty."""
    return _provider.methods() if _provider is not None else []


def online_provider() -> OnlineProvider | None:
    """Return who collects the bound shop's money online, or None when the shop takes none now."""
    return _provider if _provider is not None and _provider.is_available() else None
