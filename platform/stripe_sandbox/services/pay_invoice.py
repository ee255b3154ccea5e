"""
An invoice is charged to the customer's card; when the card refuses, again some days later (dunning).

Three refusals and the subscription is `unpaid`: what the platform's Dashboard would be set to (stripe.md part 2).
"""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.charge_invoice import DECLINED, charge_invoice
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.keep_card import card_of
from stripe_sandbox.services.make_invoice import subscription_of

RETRY_DAYS = (3, 5)  # after the first and the second refusal


def collect_invoice(invoice: StoredObject, *, cause: Cause = NOBODY) -> bool:
    """
    Charge an open invoice once; returns whether it is paid. Expects the invoice locked; locks its subscription.

    Emits invoice.paid, or invoice.payment_failed with the next attempt in `next_payment_attempt`.
    """
    if invoice.body["status"] != "open":
        return bool(invoice.body["status"] == "paid")
    subscription = subscription_of(invoice)
    card = card_of(subscription)
    invoice.deadline_at = None
    if invoice.body["amount_due"] == 0:
        return _paid(invoice, subscription, cause)
    if card is not None and not card.state["declines"]:
        charge_invoice(invoice, card, succeeds=True)
        return _paid(invoice, subscription, cause)
    if card is not None:
        charge_invoice(invoice, card, succeeds=False)
    return _refused(invoice, subscription, cause)


def pay_invoice(invoice: StoredObject, params: dict[str, Any], *, cause: Cause) -> StoredObject:
    """
    Pay an invoice at the platform's request (`POST .../pay`).

    :raises ApiError: 400 when it is not open; 402 when the card refuses
    """
    if invoice.body["status"] == "paid":
        raise ApiError(400, "Invoice is already paid", code="invoice_already_paid")
    if invoice.body["status"] not in ("open", "uncollectible"):
        raise ApiError(400, f"The invoice has a status of {invoice.body['status']} and cannot be paid.")
    if params.get("paid_out_of_band") in (True, "true"):
        _paid(invoice, subscription_of(invoice), cause)
    elif not collect_invoice(invoice, cause=cause):
        raise ApiError(402, DECLINED, kind="card_error", code="card_declined", keep=True)
    return invoice


def _paid(invoice: StoredObject, subscription: StoredObject, cause: Cause) -> bool:
    payments = [{**one, "status": "paid", "amount_paid": one["amount_requested"]} for one in invoice.state["payments"]]
    invoice.state = {**invoice.state, "payments": payments}
    invoice.deadline_at = None
    due = invoice.body["amount_due"]
    store.save(
        invoice,
        status="paid",
        amount_paid=due,
        amount_remaining=0,
        attempted=True,
        attempt_count=invoice.body["attempt_count"] + (1 if due else 0),
        next_payment_attempt=None,
        status_transitions={**invoice.body["status_transitions"], "paid_at": clock.epoch()},
    )
    emit_event("invoice.paid", invoice.body, account=invoice.account, cause=cause)
    emit_event("invoice.payment_succeeded", invoice.body, account=invoice.account, cause=cause)
    if subscription.body["status"] in ("past_due", "unpaid", "incomplete") and not _others_open(invoice):
        if subscription.deadline_at is None:  # an unpaid one had stopped: it goes on where its period ends
            subscription.deadline_at = clock.moment_of(subscription.body["items"]["data"][0]["current_period_end"])
        set_status(subscription, "active", cause=cause)
    return True


def _refused(invoice: StoredObject, subscription: StoredObject, cause: Cause) -> bool:
    attempts = invoice.body["attempt_count"] + 1
    days = RETRY_DAYS[attempts - 1] if attempts <= len(RETRY_DAYS) else None
    next_at = clock.now() + dt.timedelta(days=days) if days else None
    invoice.deadline_at = next_at
    store.save(invoice, attempted=True, attempt_count=attempts, next_payment_attempt=clock.epoch(next_at) if next_at else None)
    emit_event("invoice.payment_failed", invoice.body, account=invoice.account, cause=cause)
    if subscription.body["status"] in ("active", "trialing", "past_due"):
        set_status(subscription, "past_due" if next_at else "unpaid", cause=cause)
    return False


def _others_open(invoice: StoredObject) -> bool:
    stripe_id = invoice.body["parent"]["subscription_details"]["subscription"]
    bills = StoredObject.objects.of("invoice", invoice.account).filter(body__parent__subscription_details__subscription=stripe_id)
    return bills.filter(body__status="open").exclude(pk=invoice.pk).exists()


def set_status(subscription: StoredObject, status: str, *, cause: Cause = NOBODY, **changes: Any) -> StoredObject:
    """Give a subscription a status and say so, if it is another one than before."""
    before = subscription.body["status"]
    store.save(subscription, status=status, **changes)
    if before != status or changes:
        emit_event("customer.subscription.updated", subscription.body, account=subscription.account, cause=cause)
    return subscription
