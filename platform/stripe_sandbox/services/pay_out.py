"""The available balance goes to the shop's bank, once a day: https://docs.stripe.com/payouts."""

import datetime as dt

from stripe_sandbox import clock, examples, ids, store, switches
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import emit_event
from stripe_sandbox.services.ledger import KIND, balance_of, book

BANK_TAKES = dt.timedelta(days=1)


def make_available(transaction: StoredObject) -> None:
    """Turn an account's pending money of this day into available money, and pay it out when it is a shop's."""
    same_day = StoredObject.objects.of(KIND, transaction.account).filter(body__status="pending")
    for row in same_day.filter(body__available_on__lte=transaction.body["available_on"]).select_for_update():
        row.deadline_at = None
        store.save(row, status="available")
    if transaction.account:
        pay_out(transaction.account)


def pay_out(account: str) -> StoredObject | None:
    """Send all that is available in euro to the bank; None when there is nothing."""
    amount = balance_of(account, "available").get("eur", 0)
    if amount <= 0:
        return None
    arrives_at = clock.now() + BANK_TAKES
    body = examples.example(
        "payout",
        id=ids.new_id("po_"),
        amount=amount,
        arrival_date=clock.epoch(arrives_at),
        automatic=True,
        created=clock.epoch(),
        currency="eur",
        description="STRIPE PAYOUT",
        destination="ba_sandbox",
        method="standard",
        reconciliation_status="in_progress",
        source_type="card",
        status="in_transit",
        type="bank_account",
        metadata={},
    )
    carried = StoredObject.objects.of(KIND, account).filter(body__status="available", state__payout__isnull=True)
    rows = list(carried.select_for_update())
    body["balance_transaction"] = book(body, account=account, amount=-amount, kind="payout")["id"]
    carries = [row.stripe_id for row in rows] + [body["balance_transaction"]]
    payout = store.create(body, account=account, state={"carries": carries}, deadline_at=arrives_at)
    StoredObject.objects.filter(stripe_id__in=carries).update(state={"payout": payout.stripe_id})
    emit_event("payout.created", payout.body, account=account)
    return payout


def settle_payout(payout: StoredObject, *, arrives: bool | None = None) -> StoredObject:
    """Let a payout arrive at the bank, or fail and come back; as the switch says when None. Expects it locked."""
    if payout.body["status"] not in ("in_transit", "pending"):
        return payout
    payout.deadline_at = None
    if switches.options().payouts == "arrive" if arrives is None else arrives:
        store.save(payout, status="paid", reconciliation_status="completed")
        emit_event("payout.paid", payout.body, account=payout.account)
        return payout
    back = book(payout.body, account=payout.account, amount=payout.body["amount"], kind="payout_failure")
    store.save(
        payout,
        status="failed",
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
        failure_balance_transaction=back["id"],
        reconciliation_status="completed",
    )
    emit_event("payout.failed", payout.body, account=payout.account)
    return payout
