"""The API's resources, one file each. Importing this package registers all their routes."""

from stripe_sandbox.resources import (
    account_links,
    accounts,
    application_fees,
    balance_transactions,
    charges,
    checkout_sessions,
    disputes,
    events,
    payment_intents,
    payouts,
    refunds,
    v1_accounts,
)

__all__ = [
    "account_links",
    "accounts",
    "application_fees",
    "balance_transactions",
    "charges",
    "checkout_sessions",
    "disputes",
    "events",
    "payment_intents",
    "payouts",
    "refunds",
    "v1_accounts",
]
