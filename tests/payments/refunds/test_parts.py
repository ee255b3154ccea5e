"""Trap 44: parts add up, and never to more than was paid."""

import pytest
from django.core import mail

from catalog.services.stock import StockLevel
from kit.clock import now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from payments.models import Refund
from payments.rules.refunds import RefundRefused, Wish
from payments.selectors.refunds import standing_of
from payments.services.settle_refund import note_handed_back, try_again
from shops.background import run_chores
from stripe_sandbox import dashboard
from tests.conftest import Cast
from tests.factories.catalog import make_variant, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.refunds.tools import FAILS_LATER, at_stripe, charge_of, figures, give_back
from tests.payments.world import ACCOUNTS, World, at_once


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
