"""The shops' accounts themselves: Stripe's Accounts v2 and the links to their onboarding."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import stripe

from payments.gateways.base import AccountDisconnected, AccountFacts
from payments.gateways.stripe.client import client_now, our_errors

ACCOUNT_PARTS = ["configuration.merchant", "requirements", "defaults"]
CAPABILITIES = ("card_payments", "bancontact_payments", "ideal_payments")


def create_account(*, name: str, email: str, language: str, shop_id: int, idempotency_key: str) -> AccountFacts:
    """Open an account for a shop: its own Dashboard, Stripe collects its fees and bears its losses (stripe.md 1.1)."""
    params: Any = {
        "contact_email": email,
        "display_name": name,
        "identity": {"country": "be"},
        "dashboard": "full",
        "defaults": {
            "currency": "eur",
            "locales": [language],
            "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"},
        },
        "configuration": {"merchant": {"capabilities": {name: {"requested": True} for name in CAPABILITIES}}},
        "include": ACCOUNT_PARTS,
        "metadata": {"shop": str(shop_id)},
    }
    with our_errors():
        account = client_now(hurried=True).v2.core.accounts.create(params=params, options={"idempotency_key": idempotency_key})
        return _account(account.to_dict())


def fetch_account(account_id: str, *, hurried: bool = False) -> AccountFacts:
    """
    Return a shop's account as it is now.

    :raises AccountDisconnected: also when Stripe knows no such account any more: for us it is the same
    """
    params: Any = {"include": ACCOUNT_PARTS}
    with our_errors(), _gone_is_disconnected():
        return _account(client_now(hurried=hurried).v2.core.accounts.retrieve(account_id, params=params).to_dict())


def onboarding_url(account_id: str, *, return_url: str, refresh_url: str) -> str:
    """Return an address that works once, for some minutes: made on the click, never mailed or kept."""
    onboarding = {"refresh_url": refresh_url, "return_url": return_url, "collection_options": {"fields": "eventually_due"}}
    params: Any = {"account": account_id, "use_case": {"type": "account_onboarding", "account_onboarding": onboarding}}
    with our_errors():
        return str(client_now(hurried=True).v2.core.account_links.create(params=params).url)


@contextmanager
def _gone_is_disconnected() -> Iterator[None]:
    try:
        yield
    except stripe.StripeError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise AccountDisconnected(str(error)) from error
        raise


def _account(account: dict[str, Any]) -> AccountFacts:
    merchant = (account.get("configuration") or {}).get("merchant") or {}
    requirements = account.get("requirements") or {}
    entries = requirements.get("entries") or []
    deadline = (requirements.get("summary") or {}).get("minimum_deadline") or {}
    return AccountFacts(
        id=account["id"],
        capabilities={name: (known or {}).get("status", "") for name, known in (merchant.get("capabilities") or {}).items()},
        open_requirements=tuple(entry["description"] for entry in entries if entry.get("awaiting_action_from", "user") == "user"),
        is_closed=bool(account.get("closed")),
        deadline=str(deadline.get("time") or ""),
    )
