"""
The books of an account: each movement of money is a balance transaction, and the balance is their sum.

Money of a card is `pending` for some days (docs.stripe.com/payouts, here three days to midnight UTC), then `available`.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject

DAYS_PENDING = 3
KIND = "balance_transaction"
CATEGORIES = {
    "application_fee": "platform_earning",
    "application_fee_refund": "platform_earning_refund",
    "payment": "charge",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
}


def fee(amount: int, currency: str, kind: str) -> dict[str, Any]:
    """Return one entry of `fee_details`; `kind` is stripe_fee or application_fee."""
    text = "Stripe processing fees" if kind == "stripe_fee" else "application fee"
    return {
        "amount": amount,
        "application": "ca_sandbox" if kind == "application_fee" else None,
        "currency": currency,
        "description": text,
        "type": kind,
    }


def book(
    source: dict[str, Any],
    *,
    account: str,
    amount: int,
    kind: str,
    fees: Iterable[dict[str, Any]] = (),
    at_once: bool = True,
    category: str = "",
) -> dict[str, Any]:
    """Write one movement in cents (negative: away from the account) and return it; `at_once` makes it available now."""
    fees = list(fees)
    total_fee = sum(part["amount"] for part in fees)
    available_on = clock.now() if at_once else _next_available()
    body = examples.example(
        KIND,
        id=ids.new_id("txn_"),
        amount=amount,
        available_on=clock.epoch(available_on),
        created=clock.epoch(),
        currency=source["currency"],
        description=source.get("description"),
        fee=total_fee,
        fee_details=fees,
        net=amount - total_fee,
        reporting_category=category or CATEGORIES.get(kind, kind),
        source=source["id"],
        status="available" if at_once else "pending",
        type=kind,
    )
    store.create(body, account=account, deadline_at=None if at_once else available_on)
    return body


def balance_of(account: str, status: str) -> dict[str, int]:
    """Return the net cents of an account that are `available` or `pending`, by currency."""
    rows = StoredObject.objects.of(KIND, account).filter(body__status=status).order_by()
    sums = rows.values_list(KT("body__currency")).annotate(net=Sum(Cast(KT("body__net"), IntegerField())))
    return dict(sums) or {"eur": 0}


def _next_available() -> dt.datetime:
    day = clock.now().astimezone(dt.UTC).date() + dt.timedelta(days=DAYS_PENDING)
    return dt.datetime.combine(day, dt.time(), dt.UTC)
