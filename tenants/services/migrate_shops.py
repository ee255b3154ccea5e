"""Every shop's schema follows the code."""

from collections.abc import Iterator

from tenants.models import Tenant, TenantStatus
from tenants.schema import migrate_schema, shop_schema_version


def migrate_shops() -> Iterator[tuple[int, int, str]]:
    """
    Migrate each shop that is behind; yields (how many done, how many there are to do, its name) after each.

    A shop that is current costs nothing: its version is compared in one query. Stopped half-way, the
    next run goes on with those still behind.
    """
    version = shop_schema_version()
    behind = Tenant.objects.exclude(schema_version=version).exclude(status=TenantStatus.TRASHED).order_by("pk")
    total = behind.count()
    for done, tenant in enumerate(list(behind), start=1):
        migrate_schema(tenant.ref())
        Tenant.objects.filter(pk=tenant.pk).update(schema_version=version)
        yield done, total, tenant.name
