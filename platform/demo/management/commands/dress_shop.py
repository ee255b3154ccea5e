"""A demo shop in another theme, for looking at: `bin/manage dress_shop sous-verre librairie`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.tenancy import PLATFORM, bind
from shops.rules.themes import THEMES
from shops.services.update_settings import update_settings
from tenants.models import Domain
from tenants.selectors import ref_of


class Command(BaseCommand):
    help = "Give a shop another theme, as its owner would in the backoffice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subdomain")
        parser.add_argument("theme", choices=list(THEMES))

    def handle(self, *args: Any, **options: Any) -> None:
        with bind(PLATFORM):
            domain = Domain.objects.filter(domain=options["subdomain"]).select_related("tenant").first()
        if domain is None:
            raise CommandError(f"There is no shop {options['subdomain']}.")
        with bind(ref_of(domain.tenant)):
            update_settings(columns={"theme": options["theme"]})
