"""The platform's own account: plans, subscriptions, invoices, the portal. No Stripe-Account anywhere."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import stripe

from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.advance_clock import advance_clock, advance_to
from stripe_sandbox.services.deliver_events import deliver_all
from tests.stripe_sandbox.conftest import Sandbox

REFUSES_LATER, DECLINED = "4000000000000341", "4000000000000002"
RETURN = "http://localhost:8000/billing/"
SECRET = "whsec_platform"


@pytest.fixture
def billing(sandbox: Sandbox, settings: Any) -> Sandbox:
    settings.STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = sandbox.inbox.url
    settings.STRIPE_PLATFORM_WEBHOOK_SECRET = SECRET
    return sandbox


def v1(billing: Sandbox) -> Any:
    return billing.client.v1


def plan(billing: Sandbox, amount: int = 1500) -> Any:
    product = v1(billing).products.create(params={"name": "Plus"})
    recurring: Any = {"interval": "month"}
    params = {"product": product.id, "currency": "eur", "unit_amount": amount, "lookup_key": f"plus-{amount}", "recurring": recurring}
    return v1(billing).prices.create(params=params)


def to_checkout(billing: Sandbox, *, trial_days: int = 0, **more: Any) -> Any:
    """Open a page on which to subscribe, for a fresh customer."""
    customer = v1(billing).customers.create(params={"email": "anna@bakery.test", "name": "Boulangerie", "metadata": {"shop": "1"}})
    data: Any = {"metadata": {"shop": "1"}, "trial_settings": {"end_behavior": {"missing_payment_method": "pause"}}}
    if trial_days:
        data["trial_period_days"] = trial_days
    params = {
        "mode": "subscription",
        "customer": customer.id,
        "line_items": [{"price": plan(billing).id, "quantity": 1}],
        "success_url": RETURN + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": RETURN,
        "payment_method_collection": "if_required",
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "customer_update": {"address": "auto", "name": "auto"},
        "subscription_data": data,
    }
    return v1(billing).checkout.sessions.create(params=params | more)


def subscribed(billing: Sandbox, number: str = "4242424242424242", **kwargs: Any) -> Any:
    """Go through the page; return the subscription."""
    session = to_checkout(billing, **kwargs)
    billing.pay(session.url, number=number)
    return v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]}).subscription


def now(billing: Sandbox, subscription: Any) -> Any:
    return v1(billing).subscriptions.retrieve(subscription.id, params={"expand": ["latest_invoice"]})


def told(billing: Sandbox) -> list[str]:
    deliver_all()
    parse = billing.client.parse_event_notification
    return [parse(one.body, one.signature, SECRET).type.removeprefix("v1.") for one in billing.inbox.received]


def portal(billing: Sandbox, subscription: Any) -> str:
    made = v1(billing).billing_portal.sessions.create(params={"customer": subscription.customer, "return_url": RETURN})
    return urlsplit(made.url).path


def answer(billing: Sandbox, path: str, subscription: Any, value: str, **card: str) -> httpx.Response:
    return billing.browser.post(path, data={"answer": value, "subscription": subscription.id, **card})


def test_prices_are_found_by_lookup_key(billing: Sandbox) -> None:
    price, other = plan(billing), plan(billing, 3000)

    found = v1(billing).prices.list(params={"lookup_keys": ["plus-1500"], "active": True, "expand": ["data.product"]})

    assert [(one.id, one.product.name, one.recurring.interval) for one in found.data] == [(price.id, "Plus", "month")]
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        v1(billing).prices.update(other.id, params={"lookup_key": "plus-1500"})
    v1(billing).prices.update(other.id, params={"lookup_key": "plus-1500", "transfer_lookup_key": True, "active": False})
    assert v1(billing).prices.retrieve(price.id).lookup_key is None
    assert v1(billing).prices.list(params={"active": True}).data == [v1(billing).prices.retrieve(price.id)]


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


def test_paused_subscription_resumes_with_a_card(billing: Sandbox) -> None:
    session = to_checkout(billing, trial_days=14)
    billing.browser.post(urlsplit(session.url).path)
    subscription = v1(billing).checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]}).subscription
    advance_clock(dt.timedelta(days=15))
    path = portal(billing, subscription)

    refused = answer(billing, path, subscription, "resume")
    answer(billing, path, subscription, "card", number="4242424242424242", expiry="12/34", cvc="123", name="Anna")
    answer(billing, path, subscription, "resume")

    assert (refused.status_code, "Your card was declined." in refused.text) == (422, True)
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.status, after.latest_invoice.amount_paid) == ("active", "paid", 1500)
    assert "customer.subscription.resumed" in told(billing)


def test_trial_with_a_card_turns_into_payments(billing: Sandbox) -> None:
    subscription = subscribed(billing, trial_days=14, payment_method_collection="always")

    advance_clock(dt.timedelta(days=15))

    assert subscription.status == "trialing"
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.amount_paid) == ("active", 1500)


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
    card = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "Anna"}
    answer(billing, portal(billing, subscription), subscription, "card", **card)
    after = now(billing, subscription)
    assert (after.status, after.latest_invoice.status) == ("active", "paid")


def test_invoice_is_paid_once(billing: Sandbox) -> None:
    invoice = now(billing, subscribed(billing)).latest_invoice

    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        v1(billing).invoices.pay(invoice.id)


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


def test_subscription_is_canceled_and_changed_by_the_platform(billing: Sandbox) -> None:
    subscription, other = subscribed(billing), plan(billing, 3000)
    item = subscription["items"].data[0]

    changed = v1(billing).subscriptions.update(subscription.id, params={"items": [{"id": item.id, "price": other.id}]})
    canceled = v1(billing).subscriptions.cancel(subscription.id)

    assert changed["items"].data[0].price.id == other.id
    assert (canceled.status, canceled.ended_at is not None) == ("canceled", True)


def test_another_customers_subscription_is_out_of_reach(billing: Sandbox) -> None:
    mine, theirs = subscribed(billing), v1(billing).customers.create(params={"email": "b@b.test"})
    made = v1(billing).billing_portal.sessions.create(params={"customer": theirs.id})

    answer(billing, urlsplit(made.url).path, mine, "cancel")

    assert now(billing, mine).cancel_at_period_end is False


def test_coupon_once_is_taken_off_the_first_invoice_only(billing: Sandbox) -> None:
    v1(billing).coupons.create(params={"id": "HALF", "percent_off": 50})
    subscription = subscribed(billing, discounts=[{"coupon": "HALF"}])

    advance_clock(dt.timedelta(days=32))

    bills = v1(billing).invoices.list(params={"subscription": subscription.id}).data
    assert [bill.amount_paid for bill in bills] == [1500, 750]


def test_month_of_january_31_is_february_28_and_march_31(billing: Sandbox) -> None:
    advance_to(dt.datetime(2027, 1, 31, 9, tzinfo=dt.UTC))
    subscription = subscribed(billing)

    advance_to(dt.datetime(2027, 3, 1, tzinfo=dt.UTC))

    period = now(billing, subscription)["items"].data[0]
    days = [dt.datetime.fromtimestamp(one, dt.UTC).date() for one in (period.current_period_start, period.current_period_end)]
    assert days == [dt.date(2027, 2, 28), dt.date(2027, 3, 31)]


def test_shops_do_not_see_the_platforms_customers(billing: Sandbox) -> None:
    subscription = subscribed(billing)

    with pytest.raises(stripe.InvalidRequestError):
        v1(billing).customers.retrieve(subscription.customer, options=billing.as_shop())
    assert StoredObject.objects.get(kind="subscription").account == ""


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "payment"}, "payment_method_collection"),
        ({"line_items": []}, "line_items"),
        ({"payment_intent_data": {"description": "x"}}, "payment_intent_data"),
        ({"line_items": [{"price": "price_nobody", "quantity": 1}]}, "id"),
        ({"customer_email": "a@b.test"}, "customer_email"),
    ],
)
def test_wrong_subscription_page_is_refused(billing: Sandbox, changes: dict[str, Any], param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        to_checkout(billing, **changes)

    assert refused.value.param == param


def test_endpoint_made_by_the_api_hears_what_it_asked_for(billing: Sandbox) -> None:
    billing.inbox.received.clear()
    events = ["customer.created", "customer.updated"]
    endpoint = v1(billing).webhook_endpoints.create(
        params={"url": billing.inbox.url, "enabled_events": events, "api_version": stripe.api_version}
    )

    customer = v1(billing).customers.create(params={"email": "a@b.test"})
    v1(billing).products.create(params={"name": "Plus"})
    deliver_all()
    event = billing.client.construct_event(billing.inbox.received[0].body, billing.inbox.received[0].signature, endpoint.secret)
    deleted = v1(billing).webhook_endpoints.delete(endpoint.id)
    v1(billing).customers.update(customer.id, params={"name": "Anna"})

    assert (event.type, event.data.object.id, len(billing.inbox.received)) == ("customer.created", customer.id, 1)
    assert (deleted.deleted, deliver_all()) == (True, 0)


def test_tax_rates_tax_ids_and_portal_settings_are_kept(billing: Sandbox) -> None:
    customer = v1(billing).customers.create(params={"email": "a@b.test"})

    rate = v1(billing).tax_rates.create(params={"display_name": "TVA", "percentage": 21, "inclusive": True, "country": "BE"})
    number = v1(billing).customers.tax_ids.create(customer.id, params={"type": "eu_vat", "value": "BE0123456749"})
    features: Any = {"payment_method_update": {"enabled": True}, "invoice_history": {"enabled": True}}
    settings = v1(billing).billing_portal.configurations.create(params={"features": features})

    assert (v1(billing).tax_rates.retrieve(rate.id).percentage, v1(billing).customers.tax_ids.list(customer.id).data[0].id) == (
        21,
        number.id,
    )
    assert (number.country, settings.features.invoice_history.enabled) == ("BE", True)


def test_destination_of_the_newer_api_gets_thin_events(billing: Sandbox) -> None:
    params: Any = {
        "name": "ours",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": ["v1.customer.created"],
        "events_from": ["@self"],
        "webhook_endpoint": {"url": billing.inbox.url},
        "include": ["webhook_endpoint.signing_secret", "webhook_endpoint.url"],
    }
    made: Any = billing.client.v2.core.event_destinations.create(params=params)

    customer = v1(billing).customers.create(params={"email": "a@b.test"})
    deliver_all()

    received = billing.inbox.received[0]
    event: Any = billing.client.parse_event_notification(received.body, received.signature, made.webhook_endpoint.signing_secret)
    assert (event.type, event.related_object.id) == ("v1.customer.created", customer.id)
    assert billing.client.v2.core.event_destinations.retrieve(made.id).webhook_endpoint.signing_secret is None
