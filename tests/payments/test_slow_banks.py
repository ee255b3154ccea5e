"""Ways to pay whose bank answers later: the page is complete, the money is not there yet."""

import datetime as dt

import pytest

from kit.clock import now
from orders.models import Order, OrderEventKind
from orders.services.expire_order import expire_unpaid_orders
from payments.gateways.base import CheckoutSession
from payments.models import PaymentAttempt
from payments.services.apply_session import settle_attempt
from payments.services.start_payment import CannotBePaid, start_payment
from tests.conftest import Cast
from tests.factories.orders import make_awaiting_order
from tests.payments.world import World, attempt_of


@pytest.fixture
def order(world: World, bakery: Cast) -> Order:
    with bakery.entered():
        return make_awaiting_order(now=now())


def told(attempt: PaymentAttempt, **changes: str) -> CheckoutSession:
    """Return what Stripe says of an attempt's page: complete, and not paid, unless told otherwise."""
    said = {"status": "complete", "payment_status": "unpaid", "intent_status": "processing", **changes}
    return CheckoutSession(
        id=attempt.stripe_session_id,
        amount=attempt.amount,
        currency=attempt.currency,
        url="",
        reference=attempt.public_id,
        payment_intent_id="pi_1",
        **said,
    )


def test_complete_but_unpaid_waits_and_then_pays(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)

        waiting = settle_attempt(attempt_id=attempt.pk, session=told(attempt), now=now())
        order.refresh_from_db()
        assert (waiting.state, order.payment_status) == ("processing", "awaiting")
        with pytest.raises(CannotBePaid, match="processing"):
            start_payment(order_id=order.pk, now=now())
        settle_attempt(attempt_id=attempt.pk, session=told(attempt, payment_status="paid", intent_status="succeeded"), now=now())
        settle_attempt(attempt_id=attempt.pk, session=told(attempt), now=now())  # the first message, late

        order.refresh_from_db()
        assert (attempt_of(order).state, order.payment_status) == ("paid", "paid")


def test_bank_that_says_no_days_later_lets_the_customer_pay_again(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)

        settle_attempt(attempt_id=attempt.pk, session=told(attempt, intent_status="requires_payment_method"), now=now())

        assert attempt_of(order).state == "failed"
        assert order.events.filter(kind=OrderEventKind.PAYMENT_FAILED).count() == 1
    world.start(order)
    with bakery.entered():
        assert list(order.payment_attempts.values_list("state", flat=True)) == ["failed", "open"]


def test_order_does_not_expire_while_its_bank_is_at_work(world: World, bakery: Cast, order: Order) -> None:
    def at_work(call, answer) -> None:
        if "checkout/sessions/" in call.path and answer.get("object") == "checkout.session":
            answer |= {"status": "complete", "payment_status": "unpaid"}

    world.start(order)
    world.door.change = at_work

    with bakery.entered():
        later = now() + dt.timedelta(minutes=34)
        expire_unpaid_orders(now=later)

        order.refresh_from_db()
        assert (order.status, attempt_of(order).state) == ("open", "processing")
        assert order.hold_expires_at > later
