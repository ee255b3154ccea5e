"""Opening a shop, from the name to a storefront that answers 200: median and p95 of 40, durable commits."""

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from workbench.services import Services

COUNT = 40


def main() -> None:
    """Make a database, open COUNT shops in it, print how long each took."""
    folder = Path(tempfile.mkdtemp(prefix="vitrine-bench-"))
    services = Services(folder, durable=True)
    os.environ.update(services.urls, VITRINE_MODE="demo", DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="config.settings")
    try:
        services.postgres.ensure_database()
        measure()
    finally:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure() -> None:
    """Open the shops and print the figures; Django is set up here, once the environment says where the database is."""
    import django

    django.setup()
    from django.core.management import call_command

    from kit.tenancy import PLATFORM, bind
    from landing.services.open_shop import open_shop

    call_command("migrate_platform")
    took = []
    with bind(PLATFORM):
        for number in range(COUNT + 3):
            began = time.perf_counter()
            open_shop(name=f"Shop {number}", subdomain=f"bench-{number}", owner_email=f"owner{number}@example.org")
            took.append(1000 * (time.perf_counter() - began))
    took = sorted(took[3:])
    p95 = took[int(0.95 * COUNT)]
    print(f"open_shop, {COUNT} shops: median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, slowest {took[-1]:.0f} ms")


if __name__ == "__main__":
    main()
