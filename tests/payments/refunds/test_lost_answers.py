"""Traps 23 and 46: Stripe fails inside, says nothing, or says it late."""

import datetime as dt

from kit.clock import now
from orders.models import Order
from payments.models import Refund
from payments.rules.refunds import Wish
from payments.services.keep_refund import keep_answer
from payments.services.send_refunds import send_refund, send_refunds
from stripe_sandbox import switches
from stripe_sandbox.models import IdempotentRequest
from tests.conftest import Cast
from tests.payments.refunds.tools import at_stripe, figures, give_back
from tests.payments.world import ACCOUNTS, Call, World


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
