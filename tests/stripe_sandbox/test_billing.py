"""Subscriptions of the platform's own account, from the page to renewal and end. No Stripe-Account anywhere."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
import stripe

from stripe_sandbox.services.advance_clock import advance_clock, advance_to
from tests.stripe_sandbox.billing import DECLINED, REFUSES_LATER, now, plan, subscribed, to_checkout, told, v1
from tests.stripe_sandbox.conftest import Sandbox


def test_subscription_begins_only_after_the_payment(billing: Sandbox) -> None:
    session = to_checkout(billing)
    before = v1(billing).subscriptions.list().data

    billing.pay(session.url)

    paid = v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription", "invoice", "invoice.payments"]})
    assert before == []
    assert (paid.status, paid.payment_status, paid.payment_intent, paid.amount_total) == ("complete", "paid", None, 1500)
    subscription, invoice = paid.subscription, paid.invoice
    assert (subscription.status, subscription.metadata["shop"]) == ("active", "1")
    item = subscription["items"].data[0]
    assert dt.timedelta(days=27) < dt.timedelta(seconds=item.current_period_end - item.current_period_start) < dt.timedelta(days=32)
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == ("paid", 1500, "subscription_create")
    assert invoice.parent.subscription_details.subscription == subscription.id
    intent = v1(billing).payment_intents.retrieve(invoice.payments.data[0].payment.payment_intent)
    assert (intent.status, intent.amount_received, intent.customer) == ("succeeded", 1500, subscription.customer)
    assert told(billing) == ["customer.subscription.created", "invoice.paid", "customer.subscription.updated", "checkout.session.completed"]


def test_declined_card_begins_nothing(billing: Sandbox) -> None:
    session = to_checkout(billing)

    pages = [billing.pay(session.url, number=number) for number in (DECLINED, REFUSES_LATER)]

    assert [page.status_code for page in pages] == [422, 422]
    assert v1(billing).subscriptions.list(params={"status": "all"}).data == []
    assert v1(billing).checkout.sessions.retrieve(session.id).status == "open"


def test_renewal_is_billed_each_month(billing: Sandbox) -> None:
    subscription = subscribed(billing)
    first_end = subscription["items"].data[0].current_period_end

    advance_clock(dt.timedelta(days=63))

    after = now(billing, subscription)
    bills = v1(billing).invoices.list(params={"subscription": subscription.id}).data
    assert [(bill.status, bill.amount_paid) for bill in bills] == [("paid", 1500)] * 3
    assert bills[1].created == bills[1].lines.data[0].period.start == first_end
    assert (after.status, after.latest_invoice.billing_reason) == ("active", "subscription_cycle")


def test_trial_needs_no_card_and_pauses_without_one(billing: Sandbox) -> None:
    session = to_checkout(billing, trial_days=14)
    page = billing.browser.get(urlsplit(session.url).path)
    billing.browser.post(urlsplit(session.url).path)
    subscription = v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]}).subscription

    advance_clock(dt.timedelta(days=12))
    warned = told(billing)
    advance_clock(dt.timedelta(days=3))

    assert "14 days free, then €15.00 a month" in page.text
    assert 'name="number"' not in page.text
    assert (session.amount_total, subscription.status) == (0, "trialing")
    assert "customer.subscription.trial_will_end" in warned
    paused = now(billing, subscription)
    assert (paused.status, paused.latest_invoice.amount_due) == ("paused", 0)
    assert "customer.subscription.paused" in told(billing)


def test_trial_with_a_card_turns_into_payments(billing: Sandbox) -> None:
    subscription = subscribed(billing, trial_days=14, payment_method_collection="always")

    advance_clock(dt.timedelta(days=15))

    assert subscription.status == "trialing"
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.amount_paid) == ("active", 1500)


def test_invoice_is_paid_once(billing: Sandbox) -> None:
    invoice = now(billing, subscribed(billing)).latest_invoice

    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        v1(billing).invoices.pay(invoice.id)


def test_subscription_is_canceled_and_changed_by_the_platform(billing: Sandbox) -> None:
    subscription, other = subscribed(billing), plan(billing, 3000)
    item = subscription["items"].data[0]

    changed = v1(billing).subscriptions.update(subscription.id, params={"items": [{"id": item.id, "price": other.id}]})
    canceled = v1(billing).subscriptions.cancel(subscription.id)

    assert changed["items"].data[0].price.id == other.id
    assert (canceled.status, canceled.ended_at is not None) == ("canceled", True)


def test_month_of_january_31_is_february_28_and_march_31(billing: Sandbox) -> None:
    advance_to(dt.datetime(2027, 1, 31, 9, tzinfo=dt.UTC))
    subscription = subscribed(billing)

    advance_to(dt.datetime(2027, 3, 1, tzinfo=dt.UTC))

    period = now(billing, subscription)["items"].data[0]
    days = [dt.datetime.fromtimestamp(one, dt.UTC).date() for one in (period.current_period_start, period.current_period_end)]
    assert days == [dt.date(2027, 2, 28), dt.date(2027, 3, 31)]
