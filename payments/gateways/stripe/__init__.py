"""
Stripe, through its official library; nothing outside this package imports it. One module for each kind of thing that is asked.

A call for a shop names the shop's account, so it can't be forgotten: `shop_gateway(account_id)`
is the only way to one. Stripe's objects become our dataclasses here, by `to_dict()`: they are no
dicts any more (`.get` raises). Nothing here touches the database.
"""

from payments.gateways.stripe.accounts import create_account, fetch_account, onboarding_url
from payments.gateways.stripe.books import BookCalls
from payments.gateways.stripe.client import expects_live_events, is_configured, platform_stripe
from payments.gateways.stripe.disputes import DisputeCalls
from payments.gateways.stripe.events import read_event
from payments.gateways.stripe.refunds import RefundCalls
from payments.gateways.stripe.sessions import SessionCalls
from payments.gateways.stripe.shop_calls import register_loss_listener

__all__ = [
    "ShopGateway",
    "create_account",
    "expects_live_events",
    "fetch_account",
    "is_configured",
    "onboarding_url",
    "platform_stripe",
    "read_event",
    "register_loss_listener",
    "shop_gateway",
]


class ShopGateway(SessionCalls, RefundCalls, DisputeCalls, BookCalls):
    """Stripe on behalf of one shop's account."""


def shop_gateway(account_id: str, *, hurried: bool = False) -> ShopGateway:
    """Return Stripe on behalf of one shop's account. `hurried` when somebody waits for the page."""
    return ShopGateway(account_id, hurried=hurried)
