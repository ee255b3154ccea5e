"""Everything that must be there before the demo's processes start; one process, as each costs seconds of imports."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from demo.seed.content import photo_names
from demo.seed.photos import Darkroom

UNUSED = ["django_htmx", "modeltranslation"]  # files of libraries that none of our pages loads


class Command(BaseCommand):
    help = "Migrate, compile the translations, collect the static files; meanwhile the demo's photographs are being made."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with Darkroom(photo_names()):  # what is not finished at the end, the seed finishes
            call_command("compile_translations")
            call_command("migrate_platform", stdout=self.stdout)
            if not settings.WHITENOISE_USE_FINDERS and _static_files_changed():
                call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)


def _static_files_changed() -> bool:
    """Say whether a file of ours, or the list of libraries, is newer than what was collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [settings.ROOT / "uv.lock", *(path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))]
    return max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime
