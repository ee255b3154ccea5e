"""The customer portal, and cards that refuse."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
import stripe

from stripe_sandbox.services.advance_clock import advance_clock
from tests.stripe_sandbox.billing import GOOD_CARD, REFUSES_LATER, RETURN, answer, now, portal, subscribed, to_checkout, told, v1
from tests.stripe_sandbox.conftest import Sandbox


def test_paused_subscription_resumes_with_a_card(billing: Sandbox) -> None:
    session = to_checkout(billing, trial_days=14)
    billing.browser.post(urlsplit(session.url).path)
    subscription = v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]}).subscription
    advance_clock(dt.timedelta(days=15))
    path = portal(billing, subscription)

    refused = answer(billing, path, subscription, "resume")
    answer(billing, path, subscription, "card", **GOOD_CARD)
    answer(billing, path, subscription, "resume")

    assert (refused.status_code, "Your card was declined." in refused.text) == (422, True)
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.status, after.latest_invoice.amount_paid) == ("active", "paid", 1500)
    assert "customer.subscription.resumed" in told(billing)


def test_card_that_refuses_is_tried_three_times(billing: Sandbox) -> None:
    """Dunning: past_due after the first refusal, unpaid after the third; a new card that pays makes it active again."""
    subscription = subscribed(billing, REFUSES_LATER, trial_days=14, payment_method_collection="always")

    statuses = []
    for days in (14, 4, 5):
        advance_clock(dt.timedelta(days=days, minutes=1))
        statuses.append(now(billing, subscription).status)

    invoice = now(billing, subscription).latest_invoice
    assert statuses == ["past_due", "past_due", "unpaid"]
    assert (invoice.status, invoice.attempt_count, invoice.next_payment_attempt) == ("open", 3, None)
    assert told(billing).count("invoice.payment_failed") == 3
    with pytest.raises(stripe.CardError):
        v1(billing).invoices.pay(invoice.id)
    assert v1(billing).invoices.retrieve(invoice.id).attempt_count == 4
    answer(billing, portal(billing, subscription), subscription, "card", **GOOD_CARD)
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.status) == ("active", "paid")
    advance_clock(dt.timedelta(days=40))
    assert now(billing, subscription).latest_invoice.id != after.latest_invoice.id  # it goes on with its next period


def test_subscription_canceled_in_the_portal_ends_with_its_period(billing: Sandbox) -> None:
    subscription = subscribed(billing)
    path = portal(billing, subscription)
    page = billing.browser.get(path)
    answer(billing, path, subscription, "cancel")
    ending = now(billing, subscription)
    answer(billing, path, subscription, "keep")
    kept = now(billing, subscription)
    answer(billing, path, subscription, "cancel")

    advance_clock(dt.timedelta(days=32))

    assert all(text in page.text for text in ("Plus", "€15.00", "4242", RETURN))
    assert (ending.cancel_at_period_end, ending.status, kept.cancel_at_period_end) == (True, "active", False)
    assert now(billing, subscription).status == "canceled"
    assert told(billing)[-1] == "customer.subscription.deleted"
    assert len(v1(billing).invoices.list(params={"subscription": subscription.id}).data) == 1
    assert v1(billing).subscriptions.list(params={"customer": subscription.customer}).data == []


def test_another_customers_subscription_is_out_of_reach(billing: Sandbox) -> None:
    mine, theirs = subscribed(billing), v1(billing).customers.create(params={"email": "b@b.test"})
    made = v1(billing).billing_portal.sessions.create(params={"customer": theirs.id})

    answer(billing, urlsplit(made.url).path, mine, "cancel")

    assert now(billing, mine).cancel_at_period_end is False
