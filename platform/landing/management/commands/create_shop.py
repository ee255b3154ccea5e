"""Open a shop from a shell, as platform staff do in the admin."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from kit.tenancy import PLATFORM, bind
from landing.addresses import WHY_NOT, Finding
from landing.forms import NewShop, NewShopForm
from landing.services.open_shop import open_shop
from tenants.models import Tenant, Trade
from tenants.services.provision_shop import SubdomainTaken


class Command(BaseCommand):
    help = "Open a shop for its owner. Run again after a crash, it finishes what was begun."

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = ",".join(code for code, _name in settings.LANGUAGES)
        parser.add_argument("--name", default="", help="what the shop is called")
        parser.add_argument("--subdomain", default="", help=f"its address: <subdomain>.{settings.BASE_DOMAIN}")
        parser.add_argument("--owner-email", default="", help="who owns it; a new person is created")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--language", default="fr", help="of the shop and its owner")
        parser.add_argument("--languages", default="fr,nl", help=f"offered to customers, of {codes}")
        parser.add_argument("--trade", default="", choices=["", *Trade.values])

    def handle(self, *args: Any, **options: Any) -> None:
        form = NewShopForm({**options, "languages": options["languages"].split(",")})
        with bind(PLATFORM), override("en"):
            if not form.is_valid():
                raise CommandError("No shop was made:\n" + "\n".join(_problems(form)))
            tenant = _open(form.new_shop())
            domain = tenant.domains.get(is_primary=True)
        self.stdout.write(f"{tenant.name} is open: {domain.url} (its people: {domain.url}backoffice/)")


def _problems(form: NewShopForm) -> list[str]:
    return [f"  --{field.replace('_', '-')}: {error}" for field, errors in form.errors.items() for error in errors]


def _open(new_shop: NewShop) -> Tenant:
    try:
        return open_shop(**asdict(new_shop))
    except SubdomainTaken:
        raise CommandError(f"No shop was made:\n  --subdomain: {WHY_NOT[Finding.TAKEN]}") from None
