"""A shop comes into being: its row, its address, its schema. Filling it is the business of `shops`."""

from django.db import connections, transaction

from kit.routers import PLATFORM_ALIAS
from tenants.hosts import forget_hosts
from tenants.models import Domain, Tenant, TenantStatus
from tenants.rules import clean_subdomain
from tenants.schema import create_schema, current_script, shop_schema_version


class SubdomainTaken(Exception):
    """Another shop has this address."""


def provision_shop(*, name: str, subdomain: str, languages: tuple[str, ...] = ("fr", "nl"), trade: str = "") -> Tenant:
    """
    Create a shop's row, its subdomain and its schema in one transaction, with the status "creating".

    Until `activate_shop`, its address answers 503. Nothing is left behind when it fails.

    :raises tenants.rules.UnusableSubdomain: if the address can't be one
    :raises SubdomainTaken: if another shop has it
    """
    label = clean_subdomain(subdomain)
    current_script()  # built, if it is new, outside the transaction below
    with transaction.atomic(using=PLATFORM_ALIAS):
        if Domain.objects.filter(domain=label).exists():
            raise SubdomainTaken(label)
        tenant_id = _next_id()
        tenant = Tenant(
            id=tenant_id,
            schema_name=f"t_{tenant_id}",
            name=name,
            trade=trade,
            languages=",".join(languages),
            schema_version=shop_schema_version(),
        )
        tenant.save(force_insert=True)
        Domain.objects.create(domain=label, tenant=tenant, is_primary=True)
        create_schema(tenant.schema_name)
    forget_hosts()
    return tenant


def activate_shop(*, tenant: Tenant) -> None:
    """Open a shop whose schema is filled. Safe to call twice."""
    tenant.status = TenantStatus.ACTIVE
    tenant.save(update_fields=["status", "updated_at"])
    forget_hosts()


def _next_id() -> int:
    with connections[PLATFORM_ALIAS].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tenants_tenant', 'id'))")
        (next_id,) = cursor.fetchone()
    return int(next_id)
