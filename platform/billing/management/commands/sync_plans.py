"""Make Stripe's products and prices agree with our plans."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.catalogue import sync_plans
from kit.tenancy import PLATFORM, bind
from payments.gateways.base import GatewayError


class Command(BaseCommand):
    """Safe to run at each deployment; needs STRIPE_SECRET_KEY."""

    help = (
        "Makes the products, prices and the tax rate of our plans at Stripe, and leaves what is there. Run it again after a price changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with bind(PLATFORM):
                synced = sync_plans()
        except GatewayError as error:
            raise CommandError(f"Stripe did not do it: {error}") from error
        self.stdout.write(f"made: {', '.join(synced.made) or 'nothing'}; there already: {', '.join(synced.kept) or 'nothing'}")
