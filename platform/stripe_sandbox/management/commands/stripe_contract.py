"""Compare the sandbox with the real Stripe, for whoever has a test key."""

from typing import Any

import stripe
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stripe_sandbox import contract


class Command(BaseCommand):
    help = (
        "Run the same calls against the sandbox and, with --key sk_test_..., against Stripe, and list the fields that differ. "
        "Without a key the sandbox is only asked whether it gets through."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--key", default="", metavar="sk_test_...", help="Secret key of a Stripe sandbox. Never a live one.")
        parser.add_argument("--sandbox", default=settings.STRIPE_API_BASE, metavar="URL", help="Where our sandbox answers.")

    def handle(self, *args: Any, **options: Any) -> None:
        key, address = options["key"], options["sandbox"]
        if key and not key.startswith("sk_test_"):
            raise CommandError("Only a test key: it starts with sk_test_.")
        if not address:
            raise CommandError("Where is the sandbox? Set STRIPE_API_BASE or give --sandbox; bin/demo runs one.")
        ours = contract.run(stripe.StripeClient(settings.STRIPE_SECRET_KEY, base_addresses={"api": address}))
        if not key:
            self.stdout.write(f"The sandbox went through {len(ours)} steps. Give --key to compare it with Stripe.")
            return
        found = contract.differences(ours, contract.run(stripe.StripeClient(key)))
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(ours)} steps, {len(found)} differences.")
        if found:
            raise CommandError("The sandbox is not quite like Stripe.")
