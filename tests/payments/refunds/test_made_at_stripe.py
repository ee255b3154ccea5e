"""Traps 45 and 46: refunds that were made in the Stripe account, and one row for each, however many tell of it."""

import datetime as dt

from django.core import mail

from kit.clock import now
from orders.models import Order
from payments.gateways.stripe import shop_gateway
from payments.models import Refund
from payments.rules.refunds import Wish
from payments.services.look_at_account import look_at_accounts
from payments.services.send_refunds import send_refunds
from shops.background import run_chores
from stripe_sandbox import dashboard
from tests.conftest import Cast
from tests.payments.refunds.tools import charge_of, events_of, figures, give_back
from tests.payments.world import ACCOUNTS, World, at_once, thin_event


def test_45_refund_from_the_stripe_dashboard_appears(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.refund(charge_of(bakery, paid), 2500)

    world.deliver()

    with bakery.entered():
        refund = Refund.objects.get()
        assert (refund.is_external, refund.reason, refund.amount, refund.state) == (True, "at_stripe", 2500, "succeeded")
    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)
    assert events_of(bakery, paid) == ["refund_at_stripe"]


def test_45_customer_is_told_when_all_of_it_came_back_from_the_dashboard(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.refund(charge_of(bakery, paid))
    world.deliver()

    with bakery.entered():
        run_chores(now=now())

    (told,) = [message for message in mail.outbox if "comes back" in message.subject]
    assert "all that was left of order" in told.body


def test_45_refund_that_nobody_told_us_of_is_found(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.refund(charge_of(bakery, paid), 2500)
    later = now() + dt.timedelta(hours=7)

    with bakery.entered():
        assert look_at_accounts(now=now()) == 0
        assert (look_at_accounts(now=later), look_at_accounts(now=later)) == (1, 0)

    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)


def test_45_refund_of_a_payment_that_is_none_of_ours_changes_nothing(world: World, bakery: Cast, bookshop: Cast, paid: Order) -> None:
    with bookshop.entered():
        assert shop_gateway(ACCOUNTS["bookshop"]).list_refunds() == []
    refund_id = dashboard.refund(charge_of(bakery, paid), 2500)

    said = world.webhook(thin_event("v1.refund.created", refund_id, account=ACCOUNTS["bookshop"]))

    assert said.status_code == 200
    with bookshop.entered():
        assert Refund.objects.count() == 0
    with bakery.entered():
        assert Refund.objects.count() == 0


def test_46_three_events_at_once_are_one_row(world: World, bakery: Cast, paid: Order) -> None:
    charge_id = charge_of(bakery, paid)
    refund_id = dashboard.refund(charge_id, 2500)
    kinds = [("v1.charge.refunded", charge_id), ("v1.refund.created", refund_id), ("v1.refund.updated", refund_id)]

    at_once(
        *(
            lambda kind=kind, object_id=object_id, place=place: world.webhook(thin_event(kind, object_id, event_id=f"evt_{place}"))
            for place, (kind, object_id) in enumerate(kinds)
        )
    )

    with bakery.entered():
        assert Refund.objects.get().stripe_refund_id == refund_id
    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)
    assert events_of(bakery, paid) == ["refund_at_stripe"]


def test_46_our_own_refund_told_before_its_answer_came_is_one_row(world: World, bakery: Cast, paid: Order) -> None:
    (promised,) = give_back(bakery, paid, Wish(amount=2500), send=False)
    world.door.trouble = lambda call: "answer lost" if (call.method, call.path) == ("POST", "/v1/refunds") else ""
    with bakery.entered():
        send_refunds(now=now())
        assert Refund.objects.get().state == "new"
    world.door.trouble = lambda call: ""

    world.deliver()

    with bakery.entered():
        refund = Refund.objects.get()
        assert (refund.pk, refund.state, refund.is_external) == (promised.pk, "succeeded", False)
