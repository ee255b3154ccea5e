"""A shop gets another subdomain; whoever knows the former one is led to it."""

from django.db import IntegrityError, transaction

from kit.routers import PLATFORM_ALIAS
from tenants.hosts import forget_hosts
from tenants.models import Domain, Tenant
from tenants.rules import clean_subdomain
from tenants.services.provision_shop import SubdomainTaken


def rename_shop(*, tenant: Tenant, subdomain: str) -> Domain:
    """
    Give a shop another subdomain. The former ones stay the shop's own for good, and lead to its main address.

    One that it had before is taken back. Where the shop's main address is a hostname of its own, that stays the main
    one. Locks the shop. Safe to call twice.

    :raises tenants.rules.UnusableSubdomain: if the address can't be one
    :raises SubdomainTaken: if another shop has it, or had it
    """
    label = clean_subdomain(subdomain)
    try:
        with transaction.atomic(using=PLATFORM_ALIAS):
            domain = _rename(Tenant.objects.select_for_update().get(pk=tenant.pk), label)
    except IntegrityError as error:  # somebody else took it this very moment
        raise SubdomainTaken(label) from error
    forget_hosts()
    return domain


def _rename(tenant: Tenant, label: str) -> Domain:
    known = Domain.objects.filter(domain=label).first()
    if known is not None and known.tenant_id != tenant.pk:
        raise SubdomainTaken(label)
    main = tenant.domains.filter(is_primary=True).first()
    becomes_main = main is None or main.is_subdomain
    if becomes_main:
        tenant.domains.filter(is_primary=True).exclude(domain=label).update(is_primary=False)
    domain = known or Domain(domain=label, tenant=tenant)
    domain.is_primary = becomes_main
    domain.save()
    tenant.generation += 1  # what is kept of its pages names its address
    tenant.save(update_fields=["generation", "updated_at"])
    return domain
