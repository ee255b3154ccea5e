"""Traps 44 to 50: giving money back, and disputes. Over HTTP, with Stripe's own client library and the sandbox."""

import datetime as dt
import re
import secrets

import pytest
from django.core import mail

from catalog.services.stock import StockLevel
from kit.clock import now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from payments.gateways.base import GatewayRefused, RefundFacts
from payments.gateways.stripe import shop_gateway
from payments.models import Dispute, PaymentAttempt, Refund
from payments.rules.refunds import RefundRefused, Wish
from payments.selectors.refunds import standing_of
from payments.services.keep_refund import apply_refund, keep_answer
from payments.services.look_at_account import look_at_accounts
from payments.services.refund_order import refund_order
from payments.services.send_refunds import send_refund, send_refunds
from payments.services.settle_refund import leave_it, note_handed_back, try_again
from shops.background import run_chores
from stripe_sandbox import dashboard, switches
from stripe_sandbox.models import IdempotentRequest, StoredObject
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, Call, World, at_once, attempt_of, thin_event

DISPUTED = {"number": "4000 0000 0000 0259"}
FAILS_LATER = {"number": "4000 0000 0000 5126"}


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    """An order of 89 euros, paid online."""
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


@pytest.fixture
def paid(world: World, order: Order) -> Order:
    world.come_back(world.pay(world.start(order)))
    world.deliver()
    return order


def give_back(shop: Cast, order: Order, wish: Wish, *, seen: int = 0, key: str = "", send: bool = True) -> list[Refund]:
    """Do what the page does: promise in one transaction, then ask Stripe."""
    with shop.entered():
        refunds = refund_order(
            order_id=order.pk,
            wish=wish,
            reason="goodwill",
            words="",
            seen=seen,
            form_key=key or secrets.token_hex(8),
            user=shop.owner,
            now=now(),
        )
        return [send_refund(refund_id=refund.pk, now=now()) for refund in refunds] if send else refunds


def figures(shop: Cast, order: Order) -> tuple[str, int, int, int]:
    with shop.entered():
        order.refresh_from_db()
        return (order.payment_status, order.refunded_amount, order.returning_amount, order.kept_amount)


def at_stripe() -> list[tuple[str, int, str]]:
    return [(row.account, row.body["amount"], row.body["status"]) for row in StoredObject.objects.filter(kind="refund").order_by("pk")]


def charge_of(shop: Cast, order: Order) -> str:
    with shop.entered():
        intent = attempt_of(order).stripe_payment_intent_id
    return StoredObject.objects.get(kind="charge", body__payment_intent=intent).stripe_id


def events_of(shop: Cast, order: Order) -> list[str]:
    with shop.entered():
        codes = [event.data.get("code", "") for event in order.events.all()]
        return [code for code in codes if code and not code.startswith("paid_")]


# ---- 44: parts add up, never more than was paid -------------------------------------------------


def test_44_partial_refunds_add_up_to_all_of_it(world: World, bakery: Cast, paid: Order) -> None:
    give_back(bakery, paid, Wish(amount=3000))
    assert figures(bakery, paid) == ("paid", 3000, 0, 5900)

    give_back(bakery, paid, Wish(is_all=True), seen=3000)

    assert figures(bakery, paid) == ("refunded", 8900, 0, 0)
    assert at_stripe() == [(ACCOUNTS["bakery"], 3000, "succeeded"), (ACCOUNTS["bakery"], 5900, "succeeded")]
    with bakery.entered():
        run_chores(now=now())
    assert [message.subject for message in mail.outbox if "comes back" in message.subject] == [
        f"Money of order {paid.number} comes back to you"
    ] * 2


def test_44_more_than_is_left_is_refused_here(world: World, bakery: Cast, paid: Order) -> None:
    give_back(bakery, paid, Wish(amount=3000))

    with pytest.raises(RefundRefused) as refusal:
        give_back(bakery, paid, Wish(amount=5901), seen=3000)

    assert refusal.value.code == "too_much"
    assert len(at_stripe()) == 1


def test_44_more_than_is_left_is_refused_by_stripe(world: World, bakery: Cast, paid: Order) -> None:
    """Somebody gave money back in the Stripe account, and nobody told us: Stripe refuses, and we learn of it."""
    dashboard.refund(charge_of(bakery, paid), 5000)

    (refund,) = give_back(bakery, paid, Wish(amount=6000))

    assert (refund.state, refund.code) == ("failed", "amount")
    assert figures(bakery, paid) == ("paid", 5000, 0, 3900)
    with bakery.entered():
        assert Refund.objects.get(is_external=True).amount == 5000


def test_44_all_given_back_in_the_account_meanwhile_is_one_refund(world: World, bakery: Cast, paid: Order) -> None:
    dashboard.refund(charge_of(bakery, paid))

    (refund,) = give_back(bakery, paid, Wish(is_all=True))  # Stripe: charge_already_refunded

    assert refund.state == "succeeded"
    assert figures(bakery, paid) == ("refunded", 8900, 0, 0)
    with bakery.entered():
        assert Refund.objects.count() == 1


def test_44_two_people_at_once_refund_once(world: World, bakery: Cast, paid: Order) -> None:
    def click() -> str:
        try:
            give_back(bakery, paid, Wish(amount=5000))
        except RefundRefused as refusal:
            return refusal.code
        return "done"

    assert sorted(at_once(click, click, click)) == ["changed", "changed", "done"]
    assert at_stripe() == [(ACCOUNTS["bakery"], 5000, "succeeded")]


def test_44_the_same_form_sent_twice_refunds_once(world: World, bakery: Cast, paid: Order) -> None:
    def send() -> int:
        return give_back(bakery, paid, Wish(amount=2000), key="form-1")[0].pk

    first, second = at_once(send, send)

    assert first == second
    assert at_stripe() == [(ACCOUNTS["bakery"], 2000, "succeeded")]


def test_44_canceling_returns_only_what_is_left(world: World, bakery: Cast, paid: Order) -> None:
    give_back(bakery, paid, Wish(amount=3000))

    with bakery.entered():
        cancel_order(order_id=paid.pk, user=bakery.owner, reason="Broken", now=now())
        run_chores(now=now())
        run_chores(now=now())

    assert [amount for _account, amount, _status in at_stripe()] == [3000, 5900]
    assert figures(bakery, paid) == ("refunded", 8900, 0, 0)


def test_44_canceling_does_not_return_again_what_was_given_by_hand(world: World, bakery: Cast, order: Order) -> None:
    """Stripe could not give 25 euros back, so the shop gave them in cash: 64 are left."""
    world.come_back(world.pay(world.start(order), **FAILS_LATER))
    (refund,) = give_back(bakery, order, Wish(amount=2500))
    dashboard.end_refund(refund.stripe_refund_id, "failed")
    world.deliver()

    with bakery.entered():
        by_hand = try_again(refund_id=refund.pk, way="cash", user=bakery.owner, now=now())
        note_handed_back(refund_id=by_hand.pk, user=bakery.owner, now=now())
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())
        run_chores(now=now())

    assert [(amount, status) for _account, amount, status in at_stripe()] == [(2500, "failed"), (6400, "pending")]
    assert figures(bakery, order) == ("paid", 8900, 6400, 0)


def test_44_lines_come_back_on_the_shelf_once(world: World, bakery: Cast) -> None:
    with bakery.entered():
        bread = make_variant()
        StockLevel.objects.filter(pk=bread.pk).update(on_hand=10)
        order = make_awaiting_order((bread, 3), now=now())
        (line,) = order.lines.all()
    world.come_back(world.pay(world.start(order)))

    give_back(bakery, order, Wish(quantities={line.pk: 2}, restock=frozenset({line.pk})))

    with bakery.entered():
        refund = Refund.objects.get()
        assert (refund.amount, refund.lines.get().quantity, stock_of(bread)) == (2 * line.unit_price, 2, (9, 0))
        assert standing_of(order).left.lines[0].left == 1
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())
        assert stock_of(bread) == (10, 0)


# ---- 45, 46: made in the Stripe account ---------------------------------------------------------


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


# ---- 23: Stripe fails inside --------------------------------------------------------------------


def test_23_refund_that_was_made_in_spite_of_a_failure_is_found_and_not_made_again(world: World, bakery: Cast, paid: Order) -> None:
    switches.add_fault("error_after", "/v1/refunds", method="POST")
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    IdempotentRequest.objects.all().delete()  # a day later, Stripe has forgotten the key

    with bakery.entered():
        send_refunds(now=now() + dt.timedelta(days=1))

        refund.refresh_from_db()
        assert refund.state == "succeeded"
    assert at_stripe() == [(ACCOUNTS["bakery"], 2500, "succeeded")]


def test_23_failure_that_stripe_keeps_with_its_key_does_not_hold_a_refund_up(world: World, bakery: Cast, paid: Order) -> None:
    keys: list[str] = []

    def trouble(call: Call) -> str:
        if (call.method, call.path) != ("POST", "/v1/refunds"):
            return ""
        keys.append(call.key)
        return "broken" if call.key == keys[0] else ""

    world.door.trouble = trouble
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    assert refund.state == "new"

    with bakery.entered():
        send_refunds(now=now() + dt.timedelta(minutes=3))

    assert at_stripe() == [(ACCOUNTS["bakery"], 2500, "succeeded")]


def test_answer_that_nobody_can_read_is_no_refusal(world: World, bakery: Cast, paid: Order) -> None:
    """The refund was made: were it marked as failed, it would be tried again as another one."""
    world.door.trouble = lambda call: "garbled" if (call.method, call.path) == ("POST", "/v1/refunds") else ""
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    assert (refund.state, figures(bakery, paid)) == ("new", ("paid", 2500, 2500, 6400))
    world.door.trouble = lambda call: ""

    with bakery.entered():
        send_refunds(now=now() + dt.timedelta(minutes=3))

    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)
    assert at_stripe() == [(ACCOUNTS["bakery"], 2500, "succeeded")]


def test_46_silence_does_not_undo_an_answer_that_came_meanwhile(world: World, bakery: Cast, paid: Order) -> None:
    """The page and the chore ask at once: Stripe answers one of them, and the other hears that the key is in use."""
    (promised,) = give_back(bakery, paid, Wish(amount=2500), send=False)
    with bakery.entered():
        send_refund(refund_id=promised.pk, now=now())
        keep_answer(promised, now=now(), state=None, error="idempotency_key_in_use", again_after=dt.timedelta(minutes=2))

        refund = Refund.objects.get()
    assert (refund.state, refund.error) == ("succeeded", "")
    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)


def test_46_refusal_does_not_undo_an_answer_that_came_meanwhile(world: World, bakery: Cast, paid: Order) -> None:
    """The page and the chore ask at once: one is told that it is done, the other that the account is closed to us."""
    (refund,) = give_back(bakery, paid, Wish(amount=2500))
    with bakery.entered():
        keep_answer(refund, now=now(), state="failed", error="closed", code="account_disconnected")

    assert figures(bakery, paid) == ("paid", 2500, 0, 6400)


# ---- 47, 48: it does not arrive -----------------------------------------------------------------


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


def body_of(refund: Refund) -> dict:
    return StoredObject.objects.get(stripe_id=refund.stripe_refund_id).body


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


# ---- 49: the platform's fee ---------------------------------------------------------------------


def test_49_fee_goes_back_in_proportion(world: World, bakery: Cast, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: 200)
    world.come_back(world.pay(world.start(order)))

    give_back(bakery, order, Wish(amount=4450))

    assert world.calls("POST", "/v1/refunds")[-1].params["refund_application_fee"] == ["true"]
    fee = StoredObject.objects.get(kind="application_fee")
    assert (fee.body["amount"], fee.body["amount_refunded"]) == (178, 89)


def test_49_payment_without_a_fee_asks_for_none_back(world: World, bakery: Cast, paid: Order) -> None:
    give_back(bakery, paid, Wish(amount=4450))

    assert "refund_application_fee" not in world.calls("POST", "/v1/refunds")[-1].params


# ---- 50: disputes -------------------------------------------------------------------------------


def owner_mails(shop: Cast) -> list[str]:
    with shop.entered():
        run_chores(now=now())
        run_chores(now=now())
    return [message.subject for message in mail.outbox if message.to == [shop.owner.email]]


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


def test_42_refund_goes_to_the_account_that_took_the_money(world: World, bakery: Cast, paid: Order) -> None:
    from payments.services.connect_account import connect_account
    from stripe_sandbox.fixtures import ready_account

    ready_account("acct_1BakeryNew")
    with bakery.entered():
        connect_account(stripe_account_id="acct_1BakeryNew")

    give_back(bakery, paid, Wish(amount=1000))

    assert at_stripe() == [(ACCOUNTS["bakery"], 1000, "succeeded")]
