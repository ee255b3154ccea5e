"""Post the sandbox's webhooks from a process of its own."""

import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connections

from stripe_sandbox.services.deliver_events import deliver_due
from stripe_sandbox.services.settle_due import settle_due


class Command(BaseCommand):
    help = "Let happen what is due (expiry, refunds, payouts, renewals) and post the webhooks that are due; with --forever, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Keep going until the process is stopped.")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="Pause between two rounds (default 1).")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["forever"]:
            settle_due()
            self.stdout.write(f"{deliver_due()} delivered")
            return
        with suppress(KeyboardInterrupt):
            while True:
                self._round()
                time.sleep(options["every"])

    def _round(self) -> None:
        """One round; a database that is away for a moment does not end the loop."""
        try:
            settle_due()
            deliver_due()
        except OperationalError as error:
            self.stderr.write(f"database unavailable: {error}")
        finally:
            connections.close_all()
