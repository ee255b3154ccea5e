"""Traps 42 and 49: which account a refund goes to, and the platform's part of it."""

import pytest

from orders.models import Order
from payments.rules.refunds import Wish
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.payments.refunds.tools import at_stripe, give_back
from tests.payments.world import ACCOUNTS, World


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


def test_42_refund_goes_to_the_account_that_took_the_money(world: World, bakery: Cast, paid: Order) -> None:
    from payments.services.connect_account import connect_account
    from stripe_sandbox.fixtures import ready_account

    ready_account("acct_1BakeryNew")
    with bakery.entered():
        connect_account(stripe_account_id="acct_1BakeryNew")

    give_back(bakery, paid, Wish(amount=1000))

    assert at_stripe() == [(ACCOUNTS["bakery"], 1000, "succeeded")]
