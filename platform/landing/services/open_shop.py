"""A shop opens: everything from its address to its owner's key."""

from collections.abc import Callable

from django.db import transaction

from billing.services.begin_trial import begin_trial
from kit.clock import now
from kit.routers import PLATFORM_ALIAS
from kit.tenancy import bind
from shops.services.set_up_shop import set_up_shop
from tenants.models import Domain, Membership, Role, Tenant, TenantStatus
from tenants.rules import clean_subdomain
from tenants.schema import current_script
from tenants.selectors import ref_of
from tenants.services.add_member import add_member
from tenants.services.provision_shop import activate_shop, provision_shop


def open_shop(
    *,
    name: str,
    subdomain: str,
    owner_email: str,
    owner_name: str = "",
    language: str = "fr",
    languages: tuple[str, ...] = ("fr", "nl"),
    trade: str = "",
    furnish: Callable[[], None] | None = None,
) -> Tenant:
    """
    Create a shop with its owner, fill it with what no shop can do without, and open it.

    Works for the platform (nothing is sent to the owner, who signs in by a code). Row, schema and
    owner appear in one transaction; a shop that a crash left "creating" is finished by calling
    again with the same address and owner, and is nobody else's. Its free days begin now, without a card.
    `furnish` fills it while nobody sees it yet.

    :raises tenants.rules.UnusableSubdomain: if the address can't be one
    :raises tenants.services.provision_shop.SubdomainTaken: if another shop has it
    """
    label = clean_subdomain(subdomain)
    tenant = _left_half_done(label, owner_email)
    if tenant is None:
        current_script()  # built, if it is new, outside the transaction below
        with transaction.atomic(using=PLATFORM_ALIAS):
            tenant = provision_shop(name=name, subdomain=label, languages=languages, trade=trade)
            add_member(tenant=tenant, email=owner_email, role=Role.OWNER, name=owner_name, language=language)
    with bind(ref_of(tenant)):
        set_up_shop(name=tenant.name)
        if furnish is not None:
            furnish()
    begin_trial(tenant=tenant, now=now())
    activate_shop(tenant=tenant)
    return tenant


def _left_half_done(label: str, owner_email: str) -> Tenant | None:
    """Return the shop under this address if it is this owner's and was never finished."""
    domain = Domain.objects.filter(domain=label, tenant__status=TenantStatus.CREATING).select_related("tenant").first()
    if domain is None:
        return None
    is_theirs = Membership.objects.filter(tenant=domain.tenant, role=Role.OWNER, user__email__iexact=owner_email).exists()
    return domain.tenant if is_theirs else None
