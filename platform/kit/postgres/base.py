"""
The database backend: each cursor looks into one schema only.

Built on the backend of django-tenants (its introspection sees one schema). Five things differ.
The search path is never `shop, public`: with that fallback a missing table reads the platform's
rows. And the path is not remembered but *read*: PostgreSQL 18 reports `search_path` to the
client after every change, also after a rollback or a raw `SET`, so comparing costs no round
trip and cannot be wrong. Pooled connections are not asked each time whether they live (`lives`). The statements of hot
pages are planned once (`prepared_cursor`). And every commit that changed something that pages show tells
kit.versions so, whoever wrote it.
"""

import select
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.utils import NotSupportedError
from django_tenants.postgresql_backend import base as django_tenants_backend

from kit import versions
from kit.postgres.changes import changed_table
from kit.tenancy import tenant_or_none

# pg_trgm and unaccent live here and are named in full (ext.fold). It is in no search path: were it, a
# CREATE TABLE for a shop whose schema is missing would land in it.
EXTENSIONS_SCHEMA = "ext"
NOWHERE = "no_shop_is_bound"  # the search path while none is: no such schema, so no relation can be found


def lives(connection: psycopg.Connection[Any]) -> bool:
    """
    Say whether a connection that waited in the pool may be used: asked without a round trip.

    A server that ends a connection says so before, and its machine closes the socket: either makes the socket
    readable, and only then is the server asked. What vanishes without a word (a cut cable) shows at
    the first statement, as it would if it happened right after a question.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if not waiting.poll(0):
        return True
    try:
        connection.execute("")
    except psycopg.Error:
        return False
    return True


class PreparedCursor(ServerBindingCursor):
    """A cursor whose statements the server reads and plans once for each connection, from their fifth time on."""


class DatabaseWrapper(django_tenants_backend.DatabaseWrapper):
    """
    A connection to the schema of the bound shop, or to one fixed schema.

    `FIXED_SCHEMA` in the database's settings names the latter (the platform's own tables).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._changes: set[versions.Change] = set()
        self.execute_wrappers.append(self._execute_noting)

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

    _prepares = False

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor: a preparing one for `prepared_cursor`, else Django's own."""
        if self._prepares:
            return PreparedCursor(self.connection)  # type: ignore[call-arg]
        return super().create_cursor(name)

    def prepared_cursor(self) -> Any:
        """
        Return a guarded cursor for the statements of a hot page: parameters travel apart, and plans are kept.

        Give each statement as `own_text`, so that a plan belongs to one shop.
        """
        self._prepares = True
        try:
            return self.cursor()
        finally:
            self._prepares = False

    def own_text(self, sql: str) -> str:
        """
        Return a statement with the shop's schema named in it, so that no other shop shares its plan.

        PostgreSQL would plan it anew by itself when the search path changed; this way it need not, and two shops
        between which a migration is under way never meet in one prepared statement.
        """
        return f"/* {self.wanted_search_path} */ {sql}"

    def forget_plans(self) -> None:
        """Throw away what this connection prepared: after a migration a plan may no longer fit its table."""
        with self.connection.cursor() as raw:
            raw.execute("DEALLOCATE ALL")  # psycopg sees it and forgets its own list too

    def _execute_noting(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Run a statement, and note what it changes for the commit; outside a transaction it is its own commit."""
        change = self._change(sql)
        if change is None:
            return execute(sql, params, many, context)
        if not self.in_atomic_block and self.get_autocommit():
            with versions.changing({change}):
                return execute(sql, params, many, context)
        result = execute(sql, params, many, context)
        if context["cursor"].rowcount != 0:
            self._changes.add(change)
        return result

    def _change(self, sql: Any) -> versions.Change | None:
        """Return what a statement changes of what pages show, or None."""
        changed = changed_table(sql)
        if changed is None:
            return None
        schema, table = changed
        fixed = self.settings_dict.get("FIXED_SCHEMA")
        if fixed and schema not in ("", fixed):  # a table of a shop's, such as its log: no reason to draw every shop anew
            return None if table in settings.TABLES_NOT_ON_PAGES else versions.HOSTS
        if schema == "public" or fixed:
            return None if table in settings.TABLES_WITHOUT_HOSTS else versions.HOSTS
        tenant = tenant_or_none()
        if tenant is None or table in settings.TABLES_NOT_ON_PAGES:
            return None
        return versions.Change(tenant.id, frame=table not in settings.TABLES_NOT_IN_THE_FRAME)

    def _commit(self) -> Any:
        changes, self._changes = self._changes, set()
        with versions.changing(changes):
            return super()._commit()

    def _rollback(self) -> Any:
        self._changes = set()
        return super()._rollback()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection of the pool that is not known to be dead; the dead ones are replaced."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not lives(connection):
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection

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
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute(f"SET search_path = {wanted}")
