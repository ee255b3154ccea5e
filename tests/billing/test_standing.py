"""Trial, grace, suspension and what lifts it (stripe.md, traps 51 to 55)."""

import datetime as dt
import itertools

import pytest

from kit.clock import now
from kit.tenancy import PLATFORM, bind
from payments.gateways.stripe import platform_stripe
from tenants.hosts import forget_hosts
from tenants.models import Tenant
from tenants.services.suspend_shop import resume_shop, suspend_shop
from tests.billing.conftest import SECRET, WEBHOOK, Office
from tests.factories.orders import make_awaiting_order
from tests.payments.test_webhooks import payment_status
from tests.payments.world import thin_event

REFUSES_LATER = "4000000000000341"
CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "Anna"}


def subscribed_with_bad_card(office: Office) -> None:
    """A card that is good enough for the trial, and refuses when it ends."""
    office.subscribe(number=REFUSES_LATER)
    office.pass_time(days=31)


def test_trap_51_trial_without_a_card_has_grace_then_the_shop_closes_and_opens_when_paid(office: Office):
    office.end_trial()
    in_grace = (office.row.state, office.status, office.storefront())
    office.look(days=13)
    still = office.status
    office.look(days=14, minutes=1)
    closed = (office.row.state, office.status, office.storefront())

    office.subscribe()

    assert in_grace == ("trial_over", ("active", False, False), 200)
    assert still == ("active", False, False)
    assert closed == ("trial_over", ("suspended", False, True), 503)
    assert (office.row.state, office.status, office.storefront()) == ("active", ("active", False, False), 200)
    assert office.mails() == ["grace", "grace", "closed", "open"]


def test_trap_51_paused_at_stripe_closes_and_resumed_opens(office: Office):
    office.choose()  # makes the customer
    with bind(PLATFORM), platform_stripe() as v1:
        [page] = v1.checkout.sessions.list(params={"customer": office.row.stripe_customer_id}).data
        v1.checkout.sessions.expire(page.id)
        price = v1.prices.list(params={"lookup_keys": ["plan-basic"]}).data[0]
        trial = {"trial_period_days": 10, "trial_settings": {"end_behavior": {"missing_payment_method": "pause"}}}
        v1.subscriptions.create(params={"customer": office.row.stripe_customer_id, "items": [{"price": price.id}], **trial})
    office.pass_time(days=11)
    office.deliver()
    paused = (office.row.state, office.status)

    office.portal("card", **CARD)
    office.portal("resume")
    office.deliver()

    assert paused == ("paused", ("suspended", False, True))
    assert (office.row.state, office.status) == ("active", ("active", False, False))


def test_trap_52_failed_payments_lead_to_grace_then_suspension_and_a_payment_restores_at_once(office: Office):
    subscribed_with_bad_card(office)
    office.deliver()
    grace = (office.row.state, office.status)
    until = office.row.grace_until
    office.pass_time(days=3)
    office.deliver()
    kept = office.row.grace_until == until
    for _time in range(6):
        office.pass_time(days=7)
    office.deliver()
    closed = (office.row.state, office.status, office.storefront())

    office.portal("card", **CARD)
    office.deliver()

    assert (grace, kept) == (("past_due", ("active", False, False)), True)
    assert until is not None
    assert closed == ("unpaid", ("suspended", False, True), 503)
    assert (office.row.state, office.status, office.storefront()) == ("active", ("active", False, False), 200)


def test_grace_runs_out_even_when_stripe_goes_on_trying(office: Office):
    subscribed_with_bad_card(office)
    office.come_back()

    office.look(days=15)

    assert (office.row.state, office.status) == ("past_due", ("suspended", False, True))


def test_trap_53_what_is_fetched_wins_over_the_order_of_events(office: Office):
    office.subscribe()
    [one] = office.at_stripe()
    with bind(PLATFORM), platform_stripe() as v1:
        v1.subscriptions.cancel(one.id)
    post(office, "customer.subscription.deleted", one.id, "evt_deleted")

    late = post(office, "customer.subscription.updated", one.id, "evt_updated")

    assert late == 200
    assert office.row.stripe_status == "canceled"
    assert office.row.state == "trialing"  # our own free days are not over


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_events_in_any_order_and_doubled_end_the_same(office: Office, order: tuple[int, ...]):
    office.end_trial()
    url = office.choose()["Location"]
    office.pay(url)
    [one] = office.at_stripe()
    invoice = one.latest_invoice
    page = office.row.checkouts.get()
    events = [
        ("customer.subscription.created", one.id, "evt_1"),
        ("invoice.paid", invoice, "evt_2"),
        ("checkout.session.completed", page.stripe_session_id, "evt_3"),
    ]

    answers = [post(office, *events[place]) for place in (*order, *order)]

    assert answers == [200] * 6
    assert (office.row.state, office.row.stripe_subscription_id) == ("active", one.id)
    assert office.row.checkouts.get().state == "complete"


def test_trap_55_suspended_shop_still_settles_what_a_customer_paid(office: Office, bakery):
    with bakery.entered():
        order = make_awaiting_order(now=now())
    url = office.world.start(order)
    office.close()
    assert office.status == ("suspended", False, True)

    office.world.pay(url)
    office.deliver()

    assert payment_status(bakery, order) == "paid"


def test_payment_does_not_lift_what_staff_decided(office: Office):
    office.close()
    with bind(PLATFORM):
        suspend_shop(tenant=Tenant.objects.get(pk=office.shop.ref.id), now=now())
    forget_hosts()

    office.subscribe()
    paid = office.status
    with bind(PLATFORM):
        resume_shop(tenant=Tenant.objects.get(pk=office.shop.ref.id), now=now())

    assert paid == ("suspended", True, False)
    assert office.status == ("active", False, False)


def test_staff_do_not_lift_what_is_not_paid(office: Office):
    office.close()
    with bind(PLATFORM):
        tenant = Tenant.objects.get(pk=office.shop.ref.id)
        suspend_shop(tenant=tenant, now=now())
        resume_shop(tenant=tenant, now=now())

    assert office.status == ("suspended", False, True)


def test_canceled_subscription_ends_with_its_period_and_can_be_kept(office: Office):
    office.end_trial()
    office.subscribe()
    office.portal("cancel")
    office.come_back()
    ending = (office.row.state, office.row.cancel_at_period_end, office.status)
    page = office.keeper.get("/backoffice/subscription/").text
    office.portal("keep")
    office.come_back()
    kept = office.row.cancel_at_period_end
    office.portal("cancel")
    office.pass_time(days=32)
    office.deliver()

    assert ending == ("active", True, ("active", False, False))
    assert "You cancelled it." in page
    assert kept is False
    assert (office.row.state, office.status) == ("canceled", ("suspended", False, True))

    office.subscribe()

    assert (office.row.state, office.status) == ("active", ("active", False, False))


def test_reconciler_finds_what_no_message_told(office: Office):
    office.pay(office.choose()["Location"])
    assert not office.row.is_at_stripe

    office.look(minutes=11)

    assert office.row.stripe_status == "trialing"


def test_no_shop_closes_because_stripe_is_silent(office: Office):
    office.subscribe()
    office.world.door.trouble = lambda call: "broken"

    office.look(days=40)

    assert office.status == ("active", False, False)


def test_owners_are_told_seven_days_and_one_day_before(office: Office):
    office.look(days=20)
    before = office.mails()
    office.look(days=23, minutes=5)
    office.look(days=24)
    week = office.mails()
    office.look(days=29, minutes=5)
    office.look(days=29, minutes=9)

    assert (before, week, office.mails()) == ([], ["trial"], ["trial", "trial"])


def test_forged_and_foreign_messages_change_nothing(office: Office):
    from billing.models import BillingEvent

    office.subscribe()
    [one] = office.at_stripe()
    before = office.row.updated_at

    statuses = [
        post(office, "customer.subscription.deleted", one.id, "evt_a", secret="whsec_other"),
        post(office, "customer.subscription.deleted", one.id, "evt_b", secret="whsec_tests"),  # that of the shops' address
        post(office, "customer.subscription.deleted", one.id, "evt_c", account="acct_1Bakery"),
        post(office, "customer.subscription.deleted", one.id, "evt_d", livemode=True),
        post(office, "customer.subscription.deleted", "sub_nobody", "evt_e"),
        post(office, "customer.created", office.row.stripe_customer_id, "evt_f"),
    ]

    assert statuses == [400, 400, 200, 200, 200, 200]
    assert office.row.updated_at == before
    with bind(PLATFORM):
        assert list(BillingEvent.objects.values_list("event_id", "state").order_by("pk")) == [("evt_e", "ignored"), ("evt_f", "ignored")]


def test_event_that_fails_is_tried_again(office: Office):
    from billing.models import BillingEvent
    from billing.services.receive_event import process_events

    office.pay(office.choose()["Location"])
    [one] = office.at_stripe()
    office.world.door.trouble = lambda call: "broken"
    answer = post(office, "customer.subscription.created", one.id, "evt_1")
    office.world.door.trouble = lambda call: ""

    with bind(PLATFORM):
        failed = BillingEvent.objects.get().state
        process_events(now=now() + dt.timedelta(minutes=2))

    assert (answer, failed, office.row.stripe_status) == (200, "failed", "trialing")


def post(office: Office, kind: str, object_id: str, event_id: str, *, secret: str = SECRET, account: str = "", **changes: object) -> int:
    import json

    import stripe
    from django.conf import settings

    event = thin_event(f"v1.{kind}", object_id, account=account, event_id=event_id, **changes)
    body = json.dumps({**event, "context": account or None})
    signature = stripe.WebhookSignature.generate_signature_header(body, secret)
    headers = {"Host": settings.BASE_DOMAIN, "Content-Type": "application/json", "Stripe-Signature": signature}
    return office.world.browser.post(WEBHOOK, content=body, headers=headers).status_code
