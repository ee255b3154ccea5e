"""The first person of the platform's staff: someone must be able to open the admin's door."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from kit.tenancy import PLATFORM, bind
from tenants.models import User


class Command(BaseCommand):
    help = "Let a person do everything in the platform admin. They sign in by a code sent to their e-mail. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']!r} is no e-mail address.") from None
        with bind(PLATFORM):
            user = User.objects.filter(email__iexact=options["email"]).first()
            if user is None:
                user = User.objects.create_superuser(options["email"], name=options["name"])
            User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True, is_active=True)
        self.stdout.write(f"{user.email} may do everything in the platform admin.")
