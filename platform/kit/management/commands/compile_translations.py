"""Compile locale/*/LC_MESSAGES/*.po with Babel: no gettext tools needed on the machine."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).rglob("*.po")):
                compile_catalog(source)


def compile_catalog(source: Path) -> None:
    """Write the .mo beside a .po that is newer than it."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as po:
        catalog = read_po(po, locale=source.parts[-3])
    with target.open("wb") as mo:
        write_mo(mo, catalog)
