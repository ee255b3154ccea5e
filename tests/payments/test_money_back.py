"""Money that comes too late, twice, or for an order that is called off: never lost, always told."""

import datetime as dt

import pytest
from django.core import mail

from catalog.services.stock import OutOfStock, sold_in_shop
from kit.clock import now
from orders.models import Order, OrderEventKind
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_unpaid_orders
from orders.services.mark_paid import mark_paid
from payments.backoffice.panels import load_late_money
from payments.gateways.stripe import shop_gateway
from payments.models import PaymentAttempt, Refund, RefundState
from payments.services.apply_session import apply_session
from payments.services.reconcile import reconcile_attempts
from payments.services.send_refunds import send_refunds
from shops.background import run_chores
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, Call, World, at_once, attempt_of, thin_event


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


def refunds_at_stripe() -> list[tuple[str, int]]:
    return [(row.account, row.body["amount"]) for row in StoredObject.objects.filter(kind="refund")]


def expire_here_only(shop: Cast, order: Order) -> None:
    """Let the order expire while its page stays open: Stripe did not answer for over an hour."""
    with shop.entered():
        attempt = attempt_of(order)
        PaymentAttempt.objects.update(state="expired")
        expire_unpaid_orders(now=attempt.expires_at + dt.timedelta(hours=2))
        order.refresh_from_db()
        assert order.is_canceled


def test_late_payment_of_what_is_sold_goes_back_in_full(
    world: World, bakery: Cast, order: Order, piece, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Traps 11, 17: paid too late, and another has the piece: all goes back with our fee, a mail, a note and a task on the first page."""
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: 200)
    url = world.start(order)
    expire_here_only(bakery, order)
    with bakery.entered():
        sold_in_shop(variant_id=piece.pk, user_id=None, now=now())

    back = world.come_back(world.pay(url))
    world.deliver()

    assert back.status_code == 200
    assert "Your money comes back" in back.text
    with bakery.entered():
        run_chores(now=now())
        run_chores(now=now())
        order.refresh_from_db()
        attempt, refund = attempt_of(order), Refund.objects.get()
        assert (order.status, order.payment_status) == ("canceled", "awaiting")
        assert (attempt.state, attempt.needs_attention) == ("paid", "paid_too_late")
        assert (refund.state, refund.reason, refund.amount) == (RefundState.SUCCEEDED, "paid_too_late", 8900)
        assert order.events.filter(kind=OrderEventKind.NOTE, data__code="paid_too_late").count() == 1
        assert [row.order_id for row in load_late_money(now=now()) or []] == [order.pk]
    fee = StoredObject.objects.get(kind="application_fee").body
    assert (fee["amount"], fee["amount_refunded"]) == (178, 178)
    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["lea@mail.test"]
    assert "comes back" in mail.outbox[0].subject


def test_late_payment_revives_the_order_when_the_piece_is_still_there(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 11: paid too late, and the piece is still there: the order lives again."""
    url = world.start(order)
    expire_here_only(bakery, order)

    back = world.come_back(world.pay(url))

    assert back.headers["Location"] == f"/en/order/{order.secret}/"
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status, stock_of(piece)) == ("open", "paid", (0, 0))
        assert Refund.objects.count() == 0
        assert order.events.filter(kind=OrderEventKind.NOTE, data__code="revived").count() == 1


def test_late_winner_of_two_shoppers_gets_the_money_back(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 17: while the first may pay nobody else can; after that the second buys it, and the first who pays late has it back."""
    url = world.start(order)
    with bakery.entered(), pytest.raises(OutOfStock):
        make_awaiting_order((piece, 1), now=now())
    expire_here_only(bakery, order)
    with bakery.entered():
        second = make_awaiting_order((piece, 1), now=now())
    world.come_back(world.pay(world.start(second)))

    world.come_back(world.pay(url))

    with bakery.entered():
        second.refresh_from_db()
        assert (second.payment_status, stock_of(piece)) == ("paid", (0, 0))
        assert [(refund.order_id, refund.reason, refund.amount) for refund in Refund.objects.all()] == [(order.pk, "paid_too_late", 8900)]


def test_late_payment_told_by_two_at_once_goes_back_once(world: World, bakery: Cast, order: Order, piece) -> None:
    url = world.start(order)
    expire_here_only(bakery, order)
    with bakery.entered():
        sold_in_shop(variant_id=piece.pk, user_id=None, now=now())
    paid = world.pay(url)
    session_id = url.rsplit("/", 1)[1]

    at_once(
        lambda: world.come_back(paid),
        lambda: world.webhook(thin_event("v1.checkout.session.completed", session_id)),
        lambda: world.webhook(thin_event("v1.checkout.session.completed", session_id, event_id="evt_2")),
    )

    def send() -> None:
        with bakery.entered():
            send_refunds(now=now())

    at_once(send, send)
    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]
    with bakery.entered():
        assert Refund.objects.get().state == RefundState.SUCCEEDED


def test_second_payment_of_a_paid_order_goes_back(world: World, bakery: Cast, order: Order) -> None:
    """Trap 14: what is paid at the counter and online goes back once."""
    paid = world.pay(world.start(order))
    with bakery.entered():
        mark_paid(order_id=order.pk, now=now(), by="counter")

    back = world.come_back(paid)

    assert "was paid already" in back.text
    with bakery.entered():
        send_refunds(now=now())
        order.refresh_from_db()
        assert order.payment_status == "paid"
        assert (Refund.objects.get().reason, Refund.objects.get().state) == ("paid_twice", "succeeded")


def test_canceling_an_order_closes_its_page(world: World, bakery: Cast, order: Order) -> None:
    """Trap 12: the page of a canceled order is closed at Stripe."""
    url = world.start(order)

    with bakery.entered():
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        reconcile_attempts(now=now())

        assert attempt_of(order).state == "expired"
    assert "This payment page has expired" in world.pay(url).text
    assert [call.path for call in world.calls("POST") if "payment_intents" in call.path] == []  # it belongs to its page


def test_page_that_was_over_before_it_could_be_closed(world: World, bakery: Cast, order: Order) -> None:
    """Trap 12: Stripe says that only open pages can be closed: it is asked what the page is, expired, and the order ends."""
    world.start(order)
    with bakery.entered():
        shop_gateway(ACCOUNTS["bakery"]).expire_session(attempt_of(order).stripe_session_id)

        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        reconcile_attempts(now=now())

        order.refresh_from_db()
        assert (order.status, attempt_of(order).state, Refund.objects.count()) == ("canceled", "expired", 0)


def test_payment_that_wins_against_canceling_goes_back(world: World, bakery: Cast, order: Order) -> None:
    """Trap 12: a page that cannot be closed because it is paid: the money goes back."""
    world.pay(world.start(order))

    with bakery.entered():
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        run_chores(now=now())
        run_chores(now=now())

        assert (Refund.objects.get().reason, Refund.objects.get().state) == ("paid_after_cancel", "succeeded")


def test_canceling_a_paid_order_returns_its_money_once(world: World, bakery: Cast, order: Order, piece) -> None:
    world.come_back(world.pay(world.start(order)))

    with bakery.entered():
        cancel_order(order_id=order.pk, user=bakery.owner, reason="Broken", now=now())
        cancel_order(order_id=order.pk, user=bakery.owner, reason="Broken", now=now())
        run_chores(now=now())

        order.refresh_from_db()
        assert (order.status, order.payment_status, stock_of(piece)) == ("canceled", "refunded", (1, 0))
        assert attempt_of(order).needs_attention == ""
    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]


def test_refund_without_an_answer_is_tried_again_with_the_same_key(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order)))
    with bakery.entered():
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())
    world.door.trouble = lambda call: "answer lost" if call.path == "/v1/refunds" else ""

    with bakery.entered():
        send_refunds(now=now())
        assert Refund.objects.get().state == RefundState.NEW
        world.door.trouble = lambda call: ""
        assert send_refunds(now=now()) == 0  # not at once
        assert send_refunds(now=now() + dt.timedelta(minutes=3)) == 1

        assert Refund.objects.get().state == RefundState.SUCCEEDED
    calls: list[Call] = world.calls("POST", "/v1/refunds")
    assert {call.key for call in calls} == {calls[0].key}
    assert len(calls) > 1
    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]


def test_refund_that_stripe_refuses_is_shown_not_hidden(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order)))
    with bakery.entered():
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())
        PaymentAttempt.objects.update(stripe_payment_intent_id="pi_unknown")

        send_refunds(now=now())

        order.refresh_from_db()
        assert (Refund.objects.get().state, order.payment_status) == (RefundState.FAILED, "paid")
        assert "No such payment_intent" in Refund.objects.get().error


def test_refund_made_in_stripes_dashboard_first_counts_as_done(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order)))
    with bakery.entered():
        attempt = attempt_of(order)
        gateway = shop_gateway(attempt.stripe_account_id)
        gateway.refund(payment_intent_id=attempt.stripe_payment_intent_id, amount=8900, metadata={}, idempotency_key="by hand")
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())

        send_refunds(now=now())

        assert Refund.objects.get().state == RefundState.SUCCEEDED
    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]


def test_shop_with_another_account_returns_money_from_the_one_that_took_it(world: World, bakery: Cast, order: Order) -> None:
    """Trap 42: another account by now; the refund is made from the one that took the money."""
    from payments.services.connect_account import connect_account
    from stripe_sandbox.fixtures import ready_account

    world.come_back(world.pay(world.start(order)))
    ready_account("acct_1BakeryNew")
    with bakery.entered():
        connect_account(stripe_account_id="acct_1BakeryNew")
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=now())
        send_refunds(now=now())

    assert refunds_at_stripe() == [(ACCOUNTS["bakery"], 8900)]


def test_paid_attempt_is_not_asked_about_again(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order)))
    world.door.calls.clear()

    with bakery.entered():
        apply_session(attempt_id=attempt_of(order).pk, now=now())
        reconcile_attempts(now=now() + dt.timedelta(hours=1))

    assert world.calls() == []
