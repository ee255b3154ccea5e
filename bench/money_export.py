"""The accountant's export of a year: how long 5000 orders with their refunds take as CSV and as a workbook, and how much memory."""

import argparse
import datetime as dt
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.services import Services

DAYS = 360
REFUNDED = 5  # every fifth order gives half of it back
BATCH = 1000


def main() -> None:
    """Make a database with one shop and so many orders, and print a line for each form of the file."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=5000)
    asked = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vitrine-bench-"))
    services = Services(folder, durable=True)
    os.environ.update(services.urls, VITRINE_MODE="demo", DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="config.settings")
    try:
        services.postgres.ensure_database()
        measure(asked.orders)
    finally:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(count: int) -> None:
    """Fill a shop and export it; Django is set up here, once the environment says where the database is."""
    import django

    django.setup()
    from django.core.management import call_command

    from kit.clock import now
    from kit.tenancy import PLATFORM, bind
    from landing.services.open_shop import open_shop
    from payments.backoffice.money_export import as_csv, as_xlsx
    from payments.rules.periods import Period
    from payments.selectors.movements import books_of
    from shops.services.launch_shop import mark_launched
    from tenants.selectors import ref_of

    call_command("migrate_platform")
    with bind(PLATFORM):
        shop = open_shop(name="Bench", subdomain="bench", owner_email="owner@example.org")
    today = now().date()
    with bind(ref_of(shop)):
        mark_launched(now=now())
        before = memory()
        fill(count, now())
        period = Period("days", today - dt.timedelta(days=DAYS + 1), today)
        print(f"before it is filled: {before:.0f} MB, filled: {memory():.0f} MB")
        print(f"{'part':12} {'seconds':>8} {'of CPU':>8} {'kB':>8} {'most memory, MB':>16}")
        books = timed("books", lambda: books_of(period))
        timed("CSV", lambda: as_csv(books, period))
        timed("XLSX", lambda: as_xlsx(books, period))
        print(f"{len(books.movements)} movements, {len(books.check.differences)} differences")


def memory() -> float:
    """Return the most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(name: str, deed: Callable[[], Any]) -> Any:
    """Do it and print how long it took, the work of this process in it, what it made, and the most memory there ever was."""
    began, worked = time.perf_counter(), time.process_time()
    made = deed()
    took, cpu, most = time.perf_counter() - began, time.process_time() - worked, memory()
    size = f"{len(made) / 1024:.0f}" if isinstance(made, bytes) else ""
    print(f"{name:12} {took:8.2f} {cpu:8.2f} {size:>8} {most:16.0f}")
    return made


def fill(count: int, moment: dt.datetime) -> None:
    """Write orders of two lines that were paid online over a year, with Stripe's books of them."""
    from orders.models import Order, OrderLine
    from payments.models import BalanceEntry, PaymentAttempt, Refund
    from tests.factories.catalog import make_variant
    from tests.factories.orders import make_awaiting_order

    first = make_awaiting_order((make_variant(price=1290), 1), (make_variant(price=433), 2), now=moment)
    fields, lines = _columns(first), [_columns(line) for line in first.lines.all()]
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        days = {number: moment - dt.timedelta(minutes=DAYS * 1440 * number // count) for number in numbers}
        own = {"cart_id": None, "payment_status": "paid", "payment_method": "online"}
        orders = Order.objects.bulk_create(
            [Order(**fields | own | {"number": f"B{n}", "secret": f"bench{n}", "placed_at": days[n], "paid_at": days[n]}) for n in numbers]
        )
        OrderLine.objects.bulk_create([OrderLine(**line | {"order_id": order.pk}) for order in orders for line in lines])
        attempts = PaymentAttempt.objects.bulk_create([_attempt(order) for order in orders])
        BalanceEntry.objects.bulk_create([_entry(attempt, attempt.amount) for attempt in attempts])
        gone = [_refund(attempt) for attempt in attempts[::REFUNDED]]
        refunds = Refund.objects.bulk_create(gone)
        BalanceEntry.objects.bulk_create([_entry(refund.attempt, -refund.amount, refund) for refund in refunds if refund.attempt])


def _columns(row: Any) -> dict[str, Any]:
    """Return what a row is made of, without its key."""
    return {name: value for name, value in vars(row).items() if not name.startswith("_") and name != "id"}


def _attempt(order: Any) -> Any:
    from payments.models import PaymentAttempt

    return PaymentAttempt(
        order=order,
        amount=order.total_amount,
        currency="EUR",
        stripe_account_id="acct_1",
        state="paid",
        method="card",
        paid_at=order.paid_at,
        expires_at=order.paid_at,
        stripe_payment_intent_id=f"pi_{order.pk}",
    )


def _refund(attempt: Any) -> Any:
    from payments.models import Refund

    amount = attempt.amount // 2
    return Refund(
        order=attempt.order,
        attempt=attempt,
        state="succeeded",
        reason="goodwill",
        amount=amount,
        is_automatic=False,
        done_at=attempt.paid_at,
        stripe_refund_id=f"re_{attempt.pk}",
    )


def _entry(attempt: Any, amount: int, refund: Any = None) -> Any:
    from payments.models import BalanceEntry

    fee = 0 if refund else 44
    return BalanceEntry(
        stripe_id=f"txn_{'r' if refund else 'c'}{attempt.pk}",
        stripe_account_id="acct_1",
        kind="refund" if refund else "charge",
        stripe_type="refund" if refund else "charge",
        amount=amount,
        stripe_fee=fee,
        net=amount - fee,
        currency="eur",
        happened_at=attempt.paid_at,
        available_on=attempt.paid_at.date(),
        attempt=attempt,
        refund=refund,
    )


if __name__ == "__main__":
    main()
