"""
The database backend: each cursor looks into one schema only.

Built on the backend of django-tenants (its introspection sees one schema). Two things differ.
The search path is never `shop, public`: with that fallback a missing table reads the platform's
rows. And the path is not remembered but *read*: PostgreSQL 18 reports `search_path` to the
client after every change, also after a rollback or a raw `SET`, so comparing costs no round
trip and cannot be wrong.
"""

from typing import Any

import psycopg
from django.db.utils import NotSupportedError
from django_tenants.postgresql_backend import base as django_tenants_backend

from kit.tenancy import tenant_or_none

# pg_trgm and unaccent live here and are named in full (ext.fold). It is in no search path: were it, a
# CREATE TABLE for a shop whose schema is missing would land in it.
EXTENSIONS_SCHEMA = "ext"
NOWHERE = "no_shop_is_bound"  # the search path while none is: no such schema, so no relation can be found


class DatabaseWrapper(django_tenants_backend.DatabaseWrapper):
    """
    A connection to the schema of the bound shop, or to one fixed schema.

    `FIXED_SCHEMA` in the database's settings names the latter (the platform's own tables).
    """

    @property
    def schema_name(self) -> str:
        fixed = self.settings_dict.get("FIXED_SCHEMA")
        if fixed:
            return str(fixed)
        tenant = tenant_or_none()
        return tenant.schema_name if tenant else "public"

    @schema_name.setter
    def schema_name(self, value: Any) -> None:
        """Ignore django-tenants' own switching: the ContextVar decides."""

    @property
    def tenant(self) -> Any:
        return tenant_or_none()

    @tenant.setter
    def tenant(self, value: Any) -> None:
        """Ignore django-tenants' own switching: the ContextVar decides."""

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Do nothing: `kit.tenancy.bind` is the only way into a shop."""

    @property
    def wanted_search_path(self) -> str:
        """The exact text that PostgreSQL must report before a statement may run."""
        if not self.settings_dict.get("FIXED_SCHEMA") and tenant_or_none() is None:
            return NOWHERE
        return self.schema_name

    def _handle_search_path(self, cursor: Any = None) -> None:
        pgconn = self.connection.pgconn
        reported = pgconn.parameter_status(b"search_path")
        if reported is None:
            raise NotSupportedError("PostgreSQL 18 or newer is needed: it reports search_path.")
        wanted = self.wanted_search_path
        if reported.decode() == wanted:
            return
        if pgconn.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            return  # only a rollback may follow, and that needs no path
        with self.connection.cursor() as raw:
            raw.execute(f"SET search_path = {wanted}")
