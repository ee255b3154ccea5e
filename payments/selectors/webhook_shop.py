"""From an account at Stripe to the shop that has or had it."""

from kit.tasks import WORKABLE_STATUSES
from kit.tenancy import TenantRef, load_tenant
from payments.models import PROVIDER
from tenants.models import ExternalAccount


def shop_of_account(account_id: str) -> TenantRef | None:
    """
    Return the shop of an account, also a suspended one: payments that were begun are settled.

    None when no shop has it, or the shop has no tables any more. Reads public tables only.
    """
    known = ExternalAccount.objects.filter(provider=PROVIDER, external_id=account_id).first() if account_id else None
    if known is None:
        return None
    try:
        shop = load_tenant(known.tenant_id)
    except LookupError:
        return None
    return shop if shop.status in WORKABLE_STATUSES else None
