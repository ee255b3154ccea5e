"""Traps 47 and 48: money that was announced and does not arrive."""

import datetime as dt
import re

import pytest
from django.core import mail

from kit.clock import now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from payments.gateways.base import RefundFacts
from payments.models import PaymentAttempt, Refund
from payments.rules.refunds import RefundRefused, Wish
from payments.services.keep_refund import apply_refund
from payments.services.look_at_account import look_at_accounts
from payments.services.send_refunds import send_refund
from payments.services.settle_refund import leave_it, note_handed_back, try_again
from shops.background import run_chores
from stripe_sandbox import dashboard, switches
from stripe_sandbox.models import StoredObject
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.payments.refunds.tools import FAILS_LATER, at_stripe, body_of, charge_of, figures, give_back
from tests.payments.world import ACCOUNTS, World, attempt_of, thin_event


def test_47_refund_that_fails_at_the_bank_restores_the_order(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order), **FAILS_LATER))
    (refund,) = give_back(bakery, order, Wish(amount=2500))
    assert refund.state == "pending"
    assert figures(bakery, order) == ("paid", 2500, 2500, 6400)

    dashboard.end_refund(refund.stripe_refund_id, "failed")
    world.deliver()

    assert figures(bakery, order) == ("paid", 0, 0, 8900)
    with bakery.entered():
        run_chores(now=now())
        assert Refund.objects.failed_and_open().count() == 1
        (told,) = [message for message in mail.outbox if message.to == [bakery.owner.email]]
        assert str(order.number) in told.subject
        again = try_again(refund_id=refund.pk, way="cash", user=bakery.owner, now=now())
        with pytest.raises(RefundRefused):
            try_again(refund_id=refund.pk, way="cash", user=bakery.owner, now=now())
        assert (again.way, again.state, Refund.objects.failed_and_open().count()) == ("cash", "new", 0)
    assert figures(bakery, order) == ("paid", 2500, 2500, 6400)


def test_47_customer_who_was_told_of_money_is_told_that_it_did_not_arrive(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order), **FAILS_LATER))
    (refund,) = give_back(bakery, order, Wish(amount=2500))
    dashboard.end_refund(refund.stripe_refund_id, "failed")
    world.deliver()
    world.webhook(thin_event("v1.refund.failed", refund.stripe_refund_id, event_id="evt_again"))

    with bakery.entered():
        run_chores(now=now())
        order.refresh_from_db()
        assert order.owed_amount == 2500
        told = [message for message in mail.outbox if message.to == [order.email]]
        assert told[-1].subject == f"Money of order {order.number} did not reach you yet"
        assert "€25.00" in told[-1].body
        assert len([each for each in told if "did not reach you" in each.subject]) == 1
    assert "should have come back to you and did not arrive" in world.get(f"/en/order/{order.secret}/").text

    with bakery.entered():
        leave_it(refund_id=refund.pk, user=bakery.owner, now=now())
    assert "did not arrive" not in world.get(f"/en/order/{order.secret}/").text


def test_47_what_went_back_another_way_is_owed_no_more(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order), **FAILS_LATER))
    (refund,) = give_back(bakery, order, Wish(amount=2500))
    dashboard.end_refund(refund.stripe_refund_id, "failed")
    world.deliver()

    give_back(bakery, order, Wish(is_all=True))  # from the form, not by trying that one again

    with bakery.entered():
        order.refresh_from_db()
        assert (order.refunded_amount, order.owed_amount) == (8900, 0)


def test_47_what_the_customers_bank_took_back_is_owed_no_more(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order), **FAILS_LATER))
    (refund,) = give_back(bakery, order, Wish(amount=2500))
    dashboard.end_refund(refund.stripe_refund_id, "failed")
    world.deliver()

    dashboard.end_dispute(dashboard.dispute(charge_of(bakery, order)), "lost")
    world.deliver()

    with bakery.entered():
        order.refresh_from_db()
        assert (order.lost_amount, order.owed_amount) == (8900, 0)
    assert "did not arrive" not in world.get(f"/en/order/{order.secret}/").text


def test_47_customer_who_was_told_nothing_is_not_told_of_a_refusal(world: World, bakery: Cast, paid: Order) -> None:
    switches.set_options(refunds_need_balance=True)
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    with bakery.entered():
        run_chores(now=now())
        paid.refresh_from_db()
        assert (refund.state, paid.owed_amount) == ("failed", 0)
        assert not [message for message in mail.outbox if "did not reach" in message.subject]


def test_47_refund_that_had_arrived_and_came_back_without_a_word_is_found_in_the_books(world: World, bakery: Cast, paid: Order) -> None:
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    assert refund.state == "succeeded"
    with bakery.entered():
        look_at_accounts(now=now() + dt.timedelta(hours=7))  # from then on only what is newer is listed
    dashboard.end_refund(refund.stripe_refund_id, "failed")  # and nobody tells us

    with bakery.entered():
        for hours in (14, 15):
            run_chores(now=now() + dt.timedelta(hours=hours))
        refund.refresh_from_db()
        paid.refresh_from_db()
        assert (refund.state, paid.owed_amount) == ("failed", 2500)
    assert figures(bakery, paid) == ("paid", 0, 0, 8900)


def test_47_refund_of_everything_that_fails_makes_the_order_paid_again(world: World, bakery: Cast, paid: Order) -> None:
    (refund,) = give_back(bakery, paid, Wish(is_all=True))
    assert figures(bakery, paid)[0] == "refunded"
    StoredObject.objects.filter(stripe_id=refund.stripe_refund_id).update(body={**body_of(refund), "status": "failed"})

    world.webhook(thin_event("v1.refund.failed", refund.stripe_refund_id))

    assert figures(bakery, paid) == ("paid", 0, 0, 8900)


def test_47_older_answer_does_not_undo_a_failure(world: World, bakery: Cast, paid: Order) -> None:
    """Two messages at once: who asked first, while it was still on its way, writes last."""
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    with bakery.entered():
        for status in ("failed", "succeeded", "pending"):
            apply_refund(refund_id=refund.pk, facts=RefundFacts(refund.stripe_refund_id, status, 2500), now=now())

    assert figures(bakery, paid) == ("paid", 0, 0, 8900)


def test_47_what_was_given_by_hand_instead_does_not_go_back_again_when_the_order_is_called_off(
    world: World, bakery: Cast, paid: Order
) -> None:
    switches.set_options(refunds_need_balance=True)
    (failed,) = give_back(bakery, paid, Wish(amount=2500))
    switches.set_options(refunds_need_balance=False)
    with bakery.entered():
        in_cash = try_again(refund_id=failed.pk, way="cash", user=bakery.owner, now=now())
        note_handed_back(refund_id=in_cash.pk, user=bakery.owner, now=now())

        cancel_order(order_id=paid.pk, user=bakery.owner, reason="", now=now())
        run_chores(now=now())

    assert at_stripe() == [(ACCOUNTS["bakery"], 6400, "succeeded")]
    assert figures(bakery, paid) == ("refunded", 8900, 0, 0)


def test_48_what_of_a_refund_failed_is_said_and_what_did_not(world: World, bakery: Cast, paid: Order) -> None:
    """Paid in two parts: Stripe takes one refund and refuses the other."""
    with bakery.entered():
        first = attempt_of(paid)
        PaymentAttempt.objects.filter(pk=first.pk).update(amount=5000)
        PaymentAttempt.objects.create(
            order=paid,
            amount=3900,
            currency="EUR",
            stripe_account_id=ACCOUNTS["bakery"],
            stripe_payment_intent_id="pi_nobody",
            state="paid",
            paid_at=now(),
            expires_at=now(),
        )
    keeper, address = sign_in(bakery, bakery.owner), f"/backoffice/orders/{paid.number}/refund/"
    hidden = dict(re.findall(r'type="hidden" name="(seen|form_key)" value="([^"]*)"', keeper.get(address).text))

    answer = keeper.post(address, hidden | {"what": "all", "reason": "defect", "sure": "1"}, follow=True)

    assert "€50.00 goes back to the customer, the other €39.00 did not" in answer.text
    assert "Nothing went back" not in answer.text
    assert figures(bakery, paid) == ("paid", 5000, 0, 3900)


def test_48_too_little_money_on_the_account_is_said_and_nothing_marked(world: World, bakery: Cast, paid: Order) -> None:
    switches.set_options(refunds_need_balance=True)

    (refund,) = give_back(bakery, paid, Wish(amount=2500))

    assert (refund.state, refund.code) == ("failed", "insufficient_balance_for_refund")
    assert figures(bakery, paid) == ("paid", 0, 0, 8900)
    assert at_stripe() == []
    switches.set_options(refunds_need_balance=False)
    with bakery.entered():
        again = try_again(refund_id=refund.pk, way="stripe", user=bakery.owner, now=now())
        assert send_refund(refund_id=again.pk, now=now()).state == "succeeded"
        leave_it(refund_id=refund.pk, user=bakery.owner, now=now())
    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)
