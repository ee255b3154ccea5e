"""A shop's schema made from the script is the schema that migrations make."""

from django.db import connections

from kit.tenancy import TenantRef
from tenants.schema import TEMPLATE, fingerprint, migrate_schema


def test_script_and_migrations_build_the_same_schema(committed_db, bakery, platform_scope):
    migrated = TenantRef(id=999, schema_name="t_999", name="", hostname="", status="active")

    try:
        migrate_schema(migrated)
        expected = fingerprint(migrated)
    finally:
        with connections["platform"].cursor() as cursor:
            cursor.execute("DROP SCHEMA t_999 CASCADE")

    assert len(expected) > 500
    assert fingerprint(bakery.ref) == expected
    assert fingerprint(TEMPLATE) == expected
