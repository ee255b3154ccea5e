"""Time passes for a subscription: the trial ends, a new period begins, or it stops."""

from stripe_sandbox import clock, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.keep_card import card_of
from stripe_sandbox.services.make_invoice import make_invoice
from stripe_sandbox.services.pay_invoice import collect_invoice, set_status
from stripe_sandbox.services.start_subscription import next_period

ENDED = ("canceled", "incomplete_expired", "paused", "unpaid")


def settle_subscription(subscription: StoredObject) -> None:
    """
    Do what is due now: warn before the end of a trial, end it, renew, or cancel. Expects it locked.

    An `unpaid` subscription makes no further invoices here; Stripe goes on making drafts.
    """
    body = subscription.body
    if body["status"] in ENDED:
        return
    if body["status"] == "trialing" and clock.epoch() < body["trial_end"]:
        emit_event("customer.subscription.trial_will_end", body, account=subscription.account)
        subscription.deadline_at = clock.moment_of(body["trial_end"])
        store.save(subscription)
    elif body["cancel_at_period_end"]:
        end_subscription(subscription)
    elif body["status"] == "trialing" and card_of(subscription) is None:
        _end_trial_without_card(subscription)
    else:
        renew(subscription)


def renew(subscription: StoredObject, *, cause: Cause = NOBODY) -> bool:
    """Begin the next period at the end of this one, bill and charge it; returns whether it is paid."""
    start = clock.moment_of(subscription.body["items"]["data"][0]["current_period_end"])
    was_trial = subscription.body["status"] == "trialing"
    next_period(subscription, start)
    invoice = make_invoice(subscription, reason="subscription_cycle")
    set_status(subscription, "active" if was_trial else subscription.body["status"], cause=cause, billing_cycle_anchor=clock.epoch(start))
    is_paid = collect_invoice(invoice, cause=cause)
    subscription.refresh_from_db()  # the invoice may have changed its status
    return is_paid


def end_subscription(subscription: StoredObject, *, reason: str = "cancellation_requested", cause: Cause = NOBODY) -> StoredObject:
    """Cancel now. Open invoices stay open, as at Stripe; nothing is charged for them any more."""
    subscription.deadline_at = None
    details = {"comment": None, "feedback": None, "reason": reason}
    canceled_at = subscription.body["canceled_at"] or clock.epoch()
    store.save(subscription, status="canceled", canceled_at=canceled_at, ended_at=clock.epoch(), cancellation_details=details)
    bills = StoredObject.objects.of("invoice", subscription.account)
    bills.filter(body__parent__subscription_details__subscription=subscription.stripe_id).update(deadline_at=None)
    emit_event("customer.subscription.deleted", subscription.body, account=subscription.account, cause=cause)
    return subscription


def _end_trial_without_card(subscription: StoredObject) -> None:
    behavior = subscription.body["trial_settings"]["end_behavior"]["missing_payment_method"]
    if behavior == "pause":
        subscription.deadline_at = None
        set_status(subscription, "paused")
        emit_event("customer.subscription.paused", subscription.body, account=subscription.account)
    elif behavior == "cancel":
        end_subscription(subscription)
    else:
        renew(subscription)
