"""The API's resources, one file each. Importing this package registers all their routes."""

from stripe_sandbox.resources import (
    account_links,
    accounts,
    balance_transactions,
    charges,
    checkout_sessions,
    events,
    payment_intents,
    refunds,
)

__all__ = [
    "account_links",
    "accounts",
    "balance_transactions",
    "charges",
    "checkout_sessions",
    "events",
    "payment_intents",
    "refunds",
]
