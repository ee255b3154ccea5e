"""Plans, coupons, tax rates and endpoints of the platform's own account."""

import datetime as dt
from typing import Any

import pytest
import stripe

from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all
from tests.stripe_sandbox.billing import plan, subscribed, to_checkout, v1
from tests.stripe_sandbox.conftest import Sandbox


def test_prices_are_found_by_lookup_key(billing: Sandbox) -> None:
    price, other = plan(billing), plan(billing, 3000)

    found = v1(billing).prices.list(params={"lookup_keys": ["plus-1500"], "active": True, "expand": ["data.product"]})

    assert [(one.id, one.product.name, one.recurring.interval) for one in found.data] == [(price.id, "Plus", "month")]
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        v1(billing).prices.update(other.id, params={"lookup_key": "plus-1500"})
    v1(billing).prices.update(other.id, params={"lookup_key": "plus-1500", "transfer_lookup_key": True, "active": False})
    assert v1(billing).prices.retrieve(price.id).lookup_key is None
    assert v1(billing).prices.list(params={"active": True}).data == [v1(billing).prices.retrieve(price.id)]


def test_coupon_once_is_taken_off_the_first_invoice_only(billing: Sandbox) -> None:
    v1(billing).coupons.create(params={"id": "HALF", "percent_off": 50})
    subscription = subscribed(billing, discounts=[{"coupon": "HALF"}])

    advance_clock(dt.timedelta(days=32))

    bills = v1(billing).invoices.list(params={"subscription": subscription.id}).data
    assert [bill.amount_paid for bill in bills] == [1500, 750]


def test_tax_of_a_subscription_comes_on_top_of_each_invoice(billing: Sandbox) -> None:
    rates = [
        v1(billing).tax_rates.create(params={"display_name": name, "percentage": percent, "inclusive": inclusive}).id
        for name, percent, inclusive in (("BTW", 21, False), ("inside", 6, True))
    ]
    session = to_checkout(billing, subscription_data={"default_tax_rates": rates})
    billing.pay(session.url, number="4242424242424242")

    advance_clock(dt.timedelta(days=32))

    assert (session.amount_subtotal, session.amount_total, session.total_details.amount_tax) == (1500, 1815, 315)
    bills = v1(billing).invoices.list().data
    assert [(bill.subtotal, bill.total_excluding_tax, bill.total, bill.amount_paid) for bill in bills] == [(1500, 1500, 1815, 1815)] * 2
    assert [tax.amount for tax in bills[0].total_taxes] == [315]


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
