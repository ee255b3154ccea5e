"""Keep locale/*.po in step with the code: `translations` updates them, `translations --check` only says what is missing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit.messages_catalog import collect, read_catalog, untranslated, update_po

SOURCE_LANGUAGE = "en"  # the texts in the code are English


class Command(BaseCommand):
    help = "Update the translation files, or check that every text is translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a text is not translated")

    def handle(self, *args: Any, **options: Any) -> None:
        template = collect(settings.ROOT)
        missing_anywhere = 0
        for language, _name in settings.LANGUAGES:
            if language == SOURCE_LANGUAGE:
                continue
            path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
            catalog = read_catalog(path, language) if options["check"] else update_po(path, language, template)
            missing = untranslated(catalog, template)
            missing_anywhere += len(missing)
            self.stdout.write(f"{language}: {len(template)} texts, {len(missing)} not translated")
            for text in missing[:20]:
                self.stdout.write(f"    {text}")
        if options["check"] and missing_anywhere:
            raise CommandError(f"{missing_anywhere} translations are missing.")
