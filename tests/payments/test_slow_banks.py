"""Ways to pay whose bank answers later: the page is complete, the money is not there yet."""

import datetime as dt

import pytest

from kit.clock import now
from orders.models import Order, OrderEventKind
from orders.services.expire_order import expire_unpaid_orders
from payments.services.reconcile import reconcile_attempts
from payments.services.start_payment import CannotBePaid, start_payment
from shops.models import OutboxMessage
from stripe_sandbox.fixtures import ready_account
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.advance_clock import advance_clock
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, World, attempt_of, thin_event

PAYS_LATER, FAILS_LATER = "AT321904300235473204", "AT861904300235473202"


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    """An order whose shop takes direct debits."""
    ready_account(ACCOUNTS["bakery"], display_name="Bakery", capabilities=("card_payments", "sepa_debit_payments"))
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


def debit(world: World, order: Order, iban: str) -> str:
    """Pay by direct debit; returns what the customer sees back in the shop."""
    paid = world.pay(world.start(order), method="sepa_debit", iban=iban, holder="Camille Peeters")
    return world.come_back(paid).text


def bank_answers(world: World) -> int:
    """Let the bank answer after some minutes, and Stripe tell it."""
    advance_clock(dt.timedelta(minutes=4))
    return world.deliver()


def test_complete_but_unpaid_waits_and_then_pays(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 7: complete and unpaid is not paid: the customer waits, no mail goes out, the stock is held; then the bank pays."""
    seen = debit(world, order, PAYS_LATER)
    world.deliver()

    assert "Waiting for your bank" in seen
    assert "Waiting for your bank" in world.get(f"/en/order/{order.secret}/payment/").text
    page = world.get(f"/en/order/{order.secret}/").text
    assert "Do not pay again" in page
    assert f"/en/order/{order.secret}/payment/" not in page
    assert f"/en/order/{order.secret}/cancellation/" not in page
    with bakery.entered():
        order.refresh_from_db()
        assert (attempt_of(order).state, order.payment_status, stock_of(piece)) == ("processing", "awaiting", (1, 1))
        assert OutboxMessage.objects.count() == 0
        with pytest.raises(CannotBePaid, match="processing"):
            start_payment(order_id=order.pk, now=now())
        expire_unpaid_orders(now=now() + dt.timedelta(minutes=40))
        assert stock_of(piece) == (1, 1)

    assert bank_answers(world)

    with bakery.entered():
        order.refresh_from_db()
        assert (attempt_of(order).state, order.payment_status, stock_of(piece)) == ("paid", "paid", (0, 0))


def test_bank_that_says_no_frees_the_stock_and_the_customer_may_pay_again(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 8: the bank says no: the attempt failed, the stock is free, the customer is mailed where to pay another way."""
    debit(world, order, FAILS_LATER)

    assert bank_answers(world)

    with bakery.entered():
        order.refresh_from_db()
        assert (attempt_of(order).state, order.payment_status, order.status, stock_of(piece)) == ("failed", "awaiting", "open", (1, 0))
        assert order.events.filter(kind=OrderEventKind.PAYMENT_FAILED).count() == 1
        assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["payment_failed"]
    page = world.get(f"/en/order/{order.secret}/").text
    assert f"/en/order/{order.secret}/payment/" in page
    assert "We hold your articles" not in page
    world.start(order)
    assert "We hold your articles" in world.get(f"/en/order/{order.secret}/").text
    with bakery.entered():
        assert list(order.payment_attempts.values_list("state", flat=True)) == ["failed", "open"]
        assert stock_of(piece) == (1, 1)


def test_order_whose_bank_said_no_ends_after_a_day(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 8: who does not pay another way within a day has no order any more."""
    debit(world, order, FAILS_LATER)
    bank_answers(world)

    with bakery.entered():
        expire_unpaid_orders(now=now() + dt.timedelta(hours=23))
        assert Order.objects.get(pk=order.pk).status == "open"
        expire_unpaid_orders(now=now() + dt.timedelta(hours=25))
        assert Order.objects.get(pk=order.pk).status == "canceled"


def test_completed_after_the_bank_has_paid_changes_nothing(world: World, bakery: Cast, order: Order) -> None:
    """Trap 9: "completed" comes after "async_payment_succeeded": the order stays paid."""
    debit(world, order, PAYS_LATER)
    session_id = StoredObject.objects.get(kind="checkout.session").stripe_id
    advance_clock(dt.timedelta(minutes=4))

    for number, kind in enumerate(["async_payment_succeeded", "completed"]):
        assert world.webhook(thin_event(f"v1.checkout.session.{kind}", session_id, event_id=f"evt_{number}")).status_code == 200

    with bakery.entered():
        order.refresh_from_db()
        assert (attempt_of(order).state, order.payment_status) == ("paid", "paid")
        assert order.events.filter(kind=OrderEventKind.PAID).count() == 1
        reconcile_attempts(now=now() + dt.timedelta(hours=1))


def test_order_does_not_expire_while_its_bank_is_at_work(world: World, bakery: Cast, order: Order) -> None:
    """Trap 7: an order whose bank is at work keeps its stock."""

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
