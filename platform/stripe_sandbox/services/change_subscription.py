"""The platform, or its customer on the portal, changes a subscription."""

from typing import Any

from stripe_sandbox import clock, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.make_invoice import make_invoice
from stripe_sandbox.services.pay_invoice import collect_invoice, set_status
from stripe_sandbox.services.start_subscription import next_period, plan_of

COPIED = ("default_payment_method", "description")


def update_subscription(subscription: StoredObject, params: dict[str, Any], *, cause: Cause) -> StoredObject:
    """Change price, metadata, card, or whether it ends with its period. Expects it locked. Prices change without proration."""
    if subscription.body["status"] in ("canceled", "incomplete_expired"):
        raise ApiError(400, "A canceled subscription can only update its cancellation_details and metadata.")
    changes: dict[str, Any] = {name: params[name] or None for name in COPIED if name in params}
    changes["metadata"] = store.merged(subscription.body["metadata"], params.get("metadata"))
    if "items" in params:
        changes["items"] = _with_prices(subscription, params["items"])
    if "cancel_at_period_end" in params:
        changes |= _ending(subscription, params["cancel_at_period_end"] in (True, "true"))
    store.save(subscription, **changes)
    emit_event("customer.subscription.updated", subscription.body, account=subscription.account, cause=cause)
    return subscription


def resume_subscription(subscription: StoredObject, *, cause: Cause = NOBODY) -> StoredObject:
    """
    Begin a paused subscription anew, with a new period and its invoice. Expects it locked.

    :raises ApiError: 400 when it is not paused; 402 when the card refuses, and it stays paused
    """
    if subscription.body["status"] != "paused":
        raise ApiError(400, "You can only resume a subscription with a status of `paused`.")
    subscription.state = {**subscription.state, "anchor_day": clock.now().day}
    next_period(subscription, clock.now())
    store.save(subscription, status="past_due", billing_cycle_anchor=clock.epoch())  # until its invoice is paid
    invoice = make_invoice(subscription, reason="subscription_update")
    is_paid = collect_invoice(invoice, cause=cause)
    subscription.refresh_from_db()
    if not is_paid:
        subscription.deadline_at = None
        store.save(invoice, status="void", next_payment_attempt=None)
        invoice.deadline_at = None
        store.save(invoice)
        set_status(subscription, "paused", cause=cause)
        raise ApiError(402, "Your card was declined.", kind="card_error", code="card_declined", keep=True)
    emit_event("customer.subscription.resumed", subscription.body, account=subscription.account, cause=cause)
    return subscription


def _ending(subscription: StoredObject, ends: bool) -> dict[str, Any]:
    end = subscription.body["items"]["data"][0]["current_period_end"]
    details = {"comment": None, "feedback": None, "reason": "cancellation_requested" if ends else None}
    return {
        "cancel_at": end if ends else None,
        "cancel_at_period_end": ends,
        "canceled_at": clock.epoch() if ends else None,
        "cancellation_details": details,
    }


def _with_prices(subscription: StoredObject, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    items = subscription.body["items"]
    data = {item["id"]: item for item in items["data"]}
    for change in wanted:
        known = data.get(change.get("id", "")) or items["data"][0]
        price = store.find("price", change["price"], account=subscription.account).body if "price" in change else known["price"]
        data[known["id"]] = {**known, "plan": plan_of(price), "price": price, "quantity": int(change.get("quantity", known["quantity"]))}
    return {**items, "data": list(data.values())}
