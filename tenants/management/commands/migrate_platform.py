"""Bring the public schema, the template and every shop to the newest migrations."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from kit.postgres.base import EXTENSIONS_SCHEMA
from kit.routers import PLATFORM_ALIAS
from kit.tenancy import PLATFORM, bind
from tenants.schema import current_script
from tenants.services.migrate_shops import migrate_shops

EXTENSIONS = ("pg_trgm", "unaccent")


class Command(BaseCommand):
    help = "Migrate the platform and all shops. Can be stopped and run again: it goes on where it was."

    def handle(self, *args: Any, **options: Any) -> None:
        with bind(PLATFORM):
            _create_extensions()
            call_command("migrate", database=PLATFORM_ALIAS, interactive=False, verbosity=0)
            current_script()
            for done, total, name in migrate_shops():
                self.stdout.write(f"  shop {done}/{total}: {name}")


def _create_extensions() -> None:
    with connections[PLATFORM_ALIAS].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS_SCHEMA}")
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA {EXTENSIONS_SCHEMA}")
        # unaccent is only "stable", as its dictionary could change; an index needs "immutable".
        cursor.execute(
            f"""CREATE OR REPLACE FUNCTION {EXTENSIONS_SCHEMA}.fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            AS $$ SELECT lower({EXTENSIONS_SCHEMA}.unaccent('{EXTENSIONS_SCHEMA}.unaccent'::regdictionary, $1)) $$"""
        )
