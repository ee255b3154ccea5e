"""Each demo shop is connected to an account of its own in the Stripe sandbox, ready to take play money."""

import datetime as dt

from demo.seed.content import ShopContent
from payments.gateways.base import GatewayError
from payments.models import AccountState, LedgerMark, StripeAccount
from payments.services.read_ledger import read_ledger
from stripe_sandbox.fixtures import ready_account
from stripe_sandbox.fixtures.accounts import CAPABILITIES
from tenants.models import ExternalAccount, Tenant


def account_id_of(shop: ShopContent) -> str:
    """Return the demo shop's account, the same in each run: it must be found again in the sandbox."""
    return f"acct_1Demo{shop['slug'].title().replace('-', '')}"


def seed_public_account(tenant: Tenant, shop: ShopContent) -> None:
    """Make the account in the sandbox, and lead its messages to the shop. Safe to run twice."""
    account_id = account_id_of(shop)
    ready_account(account_id, display_name=shop["shop"]["name"], contact_email=shop["person"]["owner"]["email"])
    ExternalAccount.objects.get_or_create(provider="stripe", external_id=account_id, defaults={"tenant": tenant})


def seed_shop_account(shop: ShopContent, *, now: dt.datetime) -> None:
    """Note in the bound shop that it is connected, unless its people have since connected another. Safe to run twice."""
    if not StripeAccount.objects.exists():
        StripeAccount.objects.create(
            stripe_account_id=account_id_of(shop),
            state=AccountState.READY,
            capabilities=dict.fromkeys(CAPABILITIES, "active"),
            checked_at=now,
        )


def seed_books(shop: ShopContent, *, now: dt.datetime) -> None:
    """
    Read the books of the bound shop's account from their beginning, where a sandbox answers. Safe to run twice.

    The worker may have read some meanwhile; but here money moves at times that are over already.
    """
    LedgerMark.objects.filter(stripe_account_id=account_id_of(shop)).delete()
    try:
        read_ledger(stripe_account_id=account_id_of(shop), now=now)
    except GatewayError:
        return
