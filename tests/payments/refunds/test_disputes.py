"""Trap 50: disputes. Over HTTP, with Stripe's own client library and the sandbox."""

import datetime as dt

import pytest
from django.core import mail

from kit.clock import now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from payments.gateways.base import GatewayRefused
from payments.gateways.stripe import shop_gateway
from payments.models import Dispute, Refund
from payments.rules.refunds import RefundRefused, Wish
from payments.selectors.refunds import standing_of
from payments.services.look_at_account import look_at_accounts
from payments.services.settle_refund import try_again
from shops.background import run_chores
from stripe_sandbox import dashboard
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.payments.refunds.tools import DISPUTED, at_stripe, charge_of, events_of, give_back, owner_mails
from tests.payments.world import ACCOUNTS, World, attempt_of, thin_event


@pytest.mark.parametrize(("ends", "kept"), [("won", 8900), ("lost", 0)])
def test_50_dispute_flags_the_order_until_it_ends(world: World, bakery: Cast, order: Order, ends: str, kept: int) -> None:
    world.come_back(world.pay(world.start(order), **DISPUTED))
    world.deliver()
    with bakery.entered():
        order.refresh_from_db()
        dispute = Dispute.objects.get()
        assert (order.is_disputed, order.status, order.payment_status) == (True, "open", "paid")
        assert (dispute.needs_answer, dispute.amount) == (True, 8900)
        assert dispute.evidence_due_at is not None
    assert len(owner_mails(bakery)) == 1

    dashboard.end_dispute(dispute.stripe_dispute_id, ends)
    world.deliver()
    world.webhook(thin_event("v1.charge.dispute.created", dispute.stripe_dispute_id, event_id="evt_late"))

    with bakery.entered():
        order.refresh_from_db()
        assert (order.is_disputed, order.status, order.payment_status, order.kept_amount) == (False, "open", "paid", kept)
    assert len(owner_mails(bakery)) == 2
    assert events_of(bakery, order) == ["dispute_opened", f"dispute_{ends}"]


def test_50_inquiry_that_closes_costs_nothing(world: World, bakery: Cast, paid: Order) -> None:
    dispute_id = dashboard.dispute(charge_of(bakery, paid), is_inquiry=True)
    world.deliver()
    with bakery.entered():
        paid.refresh_from_db()
        assert (paid.is_disputed, standing_of(paid).blocked) == (True, "")

    dashboard.end_dispute(dispute_id, "warning_closed")
    world.deliver()

    with bakery.entered():
        paid.refresh_from_db()
        assert (paid.is_disputed, paid.lost_amount) == (False, 0)
    assert events_of(bakery, paid) == ["dispute_asked", "dispute_closed"]


def test_50_refund_after_a_dispute_is_refused_here_and_by_stripe(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.dispute(charge_of(bakery, paid))

    (refund,) = give_back(bakery, paid, Wish(amount=1000))  # nobody told us yet

    assert (refund.state, refund.code) == ("failed", "charge_disputed")
    world.deliver()
    with pytest.raises(RefundRefused) as refusal:
        give_back(bakery, paid, Wish(amount=1000))
    assert refusal.value.code == "disputed"
    with bakery.entered():
        intent = attempt_of(paid).stripe_payment_intent_id
    with pytest.raises(GatewayRefused):
        shop_gateway(ACCOUNTS["bakery"]).refund(payment_intent_id=intent, amount=1, metadata={}, idempotency_key="x")
    assert at_stripe() == []


def test_50_dispute_that_nobody_told_us_of_is_found(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.dispute(charge_of(bakery, paid))

    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=7))
        paid.refresh_from_db()

        assert paid.is_disputed


def test_50_dispute_that_was_won_without_a_word_to_us_is_found(world: World, bakery: Cast, paid: Order) -> None:
    dispute_id = dashboard.dispute(charge_of(bakery, paid))
    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=7))
    dashboard.end_dispute(dispute_id, "won")

    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=14))
        paid.refresh_from_db()

        assert (paid.is_disputed, standing_of(paid).blocked) == (False, "")


def test_50_order_called_off_while_it_is_contested_promises_no_money(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.dispute(charge_of(bakery, paid))
    world.deliver()

    with bakery.entered():
        cancel_order(order_id=paid.pk, user=bakery.owner, reason="", now=now())
        run_chores(now=now())

    (told,) = [message for message in mail.outbox if "is cancelled" in message.subject]
    assert at_stripe() == []
    assert "we return it" not in told.body
    assert "Your bank looks into this payment" in told.body
    assert "Your bank looks into this payment" in world.get(f"/en/order/{paid.secret}/").text


def test_50_called_off_while_contested_and_won_asks_for_the_refund_until_it_is_made(world: World, bakery: Cast, paid: Order) -> None:
    keeper = sign_in(bakery, bakery.owner)
    dispute_id = dashboard.dispute(charge_of(bakery, paid))
    world.deliver()
    assert "while it has the money, nothing goes back" in keeper.get(f"/backoffice/orders/{paid.number}/cancellation/").text
    with bakery.entered():
        cancel_order(order_id=paid.pk, user=bakery.owner, reason="", now=now())
    assert "still with you" not in keeper.get("/backoffice/").text

    dashboard.end_dispute(dispute_id, "won")
    world.deliver()
    with bakery.entered():
        run_chores(now=now())
    assert "give the customer their money back now" in next(each.body for each in mail.outbox if "is won" in each.subject)
    first, page = keeper.get("/backoffice/").text, keeper.get(f"/backoffice/orders/{paid.number}/").text
    assert "A customer’s money is still with you" in first
    assert f"/backoffice/orders/{paid.number}/refund/" in first
    assert "€89.00 of the customer’s money are still with you" in page

    give_back(bakery, paid, Wish(is_all=True))
    assert "still with you" not in keeper.get("/backoffice/").text
    assert "still with you" not in keeper.get(f"/backoffice/orders/{paid.number}/").text


def test_50_called_off_while_contested_and_lost_asks_for_nothing(world: World, bakery: Cast, paid: Order) -> None:
    dispute_id = dashboard.dispute(charge_of(bakery, paid))
    world.deliver()
    with bakery.entered():
        cancel_order(order_id=paid.pk, user=bakery.owner, reason="", now=now())
    dashboard.end_dispute(dispute_id, "lost")
    world.deliver()

    assert "still with you" not in sign_in(bakery, bakery.owner).get("/backoffice/").text


def test_50_inquiry_does_not_say_that_silence_loses(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.dispute(charge_of(bakery, paid), is_inquiry=True)
    world.deliver()
    keeper = sign_in(bakery, bakery.owner)

    page = keeper.get(f"/backoffice/orders/{paid.number}/").text
    assert "else it is lost" not in page
    assert "without an answer the bank may take it back" in page
    first = keeper.get("/backoffice/").text
    assert "the money is still yours" in first
    assert "A bank asks about a payment" in first
    assert "contested" not in first


def test_50_refund_of_a_useless_payment_is_not_tried_again_while_it_is_contested(world: World, bakery: Cast, paid: Order) -> None:
    with bakery.entered():
        attempt = attempt_of(paid)
        failed = Refund.objects.create(order=paid, attempt=attempt, amount=8900, reason="paid_twice", state="failed")
    dashboard.dispute(charge_of(bakery, paid))
    world.deliver()

    for way in ("stripe", "transfer"):
        with bakery.entered(), pytest.raises(RefundRefused) as refusal:
            try_again(refund_id=failed.pk, way=way, user=bakery.owner, now=now())
        assert refusal.value.code == "disputed"
    with bakery.entered():
        assert Refund.objects.count() == 1


def test_50_end_of_a_dispute_that_nobody_told_us_of_is_found(world: World, bakery: Cast, paid: Order) -> None:
    dispute_id = dashboard.dispute(charge_of(bakery, paid))
    world.deliver()
    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=7))  # from here on a list of new ones leaves it out
        paid.refresh_from_db()
        assert paid.is_disputed
    dashboard.end_dispute(dispute_id, "lost")

    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=14))

        paid.refresh_from_db()
        assert (paid.is_disputed, paid.lost_amount, paid.kept_amount) == (False, 8900, 0)
    assert events_of(bakery, paid) == ["dispute_opened", "dispute_lost"]
