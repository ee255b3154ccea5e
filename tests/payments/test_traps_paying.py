"""The traps of paying that have no other place: see tests/payments/test_every_trap.py for where each number is."""

import datetime as dt
from typing import Any

import pytest

from kit.clock import now
from kit.money import smallest_units
from orders.models import Order, OrderEventKind
from orders.services.expire_order import expire_unpaid_orders
from payments.backoffice.panels import load_late_money
from payments.gateways.base import GatewayRefused
from payments.gateways.stripe import shop_gateway
from payments.models import PaymentAttempt, Refund
from payments.selectors.fee import application_fee_on
from payments.services.reconcile import reconcile_attempts
from payments.services.send_refunds import send_refunds
from shops.models import OutboxMessage
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, World, attempt_of

LATER = dt.timedelta(minutes=34)


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    """One piece of 89 euro, waiting to be paid online."""
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


def costs(shop: Cast, order: Order, amount: int) -> None:
    """Let an order cost something else than when its page was made."""
    with shop.entered():
        Order.objects.filter(pk=order.pk).update(subtotal_amount=amount, total_amount=amount)


def paid_twice(world: World, shop: Cast, order: Order) -> None:
    """Let a second page be paid beside the first, as when Stripe did not close the first one."""
    first = world.start(order)
    with shop.entered():
        PaymentAttempt.objects.update(state="expired")
    world.come_back(world.pay(world.start(order)))
    world.pay(first)
    world.deliver()


def test_second_tab_of_a_paid_order_says_that_it_is_paid(world: World, bakery: Cast, order: Order) -> None:
    """Trap 13: the first page is complete, though no message told us: the second tab is led to the paid order."""
    world.pay(world.start(order))

    second_tab = world.get(f"/en/order/{order.secret}/payment/")

    assert second_tab.headers["Location"] == f"/en/order/{order.secret}/"
    assert len(world.calls("POST", "/v1/checkout/sessions")) == 1
    with bakery.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"


def test_both_pages_paid_all_the_same(world: World, bakery: Cast, order: Order) -> None:
    """Trap 14: two pages were paid: the second payment goes back by itself, and the order says so."""
    paid_twice(world, bakery, order)

    with bakery.entered():
        send_refunds(now=now())
        order.refresh_from_db()
        refund = Refund.objects.get()
        assert (order.payment_status, refund.reason, refund.amount, refund.state) == ("paid", "paid_twice", 8900, "succeeded")
        assert order.events.filter(kind=OrderEventKind.NOTE, data__code="paid_twice").count() == 1
        assert OutboxMessage.objects.filter(kind="payment_returned").count() == 1


def test_page_of_an_order_that_was_changed_is_replaced(world: World, bakery: Cast, order: Order) -> None:
    """Trap 15: the order costs something else by now: its page is closed, and another asks the new amount."""
    first = world.start(order)
    costs(bakery, order, 9900)

    second = world.start(order)

    assert first != second
    assert "This payment page has expired" in world.pay(first).text
    with bakery.entered():
        assert list(order.payment_attempts.values_list("state", "amount")) == [("expired", 8900), ("open", 9900)]


def test_too_little_is_kept_and_the_rest_is_asked(world: World, bakery: Cast, order: Order) -> None:
    """Trap 15: underpaid: the order is partly paid, the next page asks the rest, and then it is paid."""
    paid = world.pay(world.start(order))
    costs(bakery, order, 9900)

    back = world.come_back(paid)
    with bakery.entered():
        order.refresh_from_db()
        assert (back.status_code, order.payment_status, Refund.objects.count()) == (200, "awaiting", 0)
        assert order.events.filter(kind=OrderEventKind.NOTE, data__code="partly_paid", data__amount=8900).count() == 1
    assert "Pay €10.00" in back.text
    assert "at-collection" not in back.text  # part of it was paid online
    world.come_back(world.pay(world.start(order)))

    with bakery.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"
        assert list(order.payment_attempts.values_list("state", "amount")) == [("paid", 8900), ("paid", 1000)]


def test_part_of_an_order_that_ends_goes_back(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 15: underpaid and never completed: the part goes back when the order ends."""
    paid = world.pay(world.start(order))
    costs(bakery, order, 9900)
    world.come_back(paid)

    with bakery.entered():
        expire_unpaid_orders(now=now() + LATER)

        order.refresh_from_db()
        assert (order.status, Refund.objects.get().amount, stock_of(piece)) == ("canceled", 8900, (1, 0))
        assert OutboxMessage.objects.filter(kind="payment_returned").count() == 1


def test_too_much_goes_back(world: World, bakery: Cast, order: Order) -> None:
    """Trap 15: overpaid: the order is paid, and the difference goes back."""
    paid = world.pay(world.start(order))
    costs(bakery, order, 5000)

    back = world.come_back(paid)

    assert "what is too much" in back.text
    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, Refund.objects.get().amount, Refund.objects.get().reason) == ("paid", 3900, "overpaid")
        assert [refund.amount for refund in load_late_money(now=now())] == [3900]
        Refund.objects.update(state="failed")
        assert load_late_money(now=now()) is None  # it is among those that somebody must look at


@pytest.mark.parametrize("changes", [{"amount_total": 8800}, {"currency": "usd"}], ids=["amount", "currency"])
def test_what_was_paid_is_compared_with_the_attempt(world: World, bakery: Cast, order: Order, changes: dict[str, Any]) -> None:
    """Trap 15: what Stripe says was paid is not what the attempt asks: all of it goes back, and the order is not paid."""
    paid = world.pay(world.start(order))
    world.door.change = lambda call, answer: answer.update(changes) if answer.get("object") == "checkout.session" else None

    back = world.come_back(paid)

    assert "not that of order" in back.text
    with bakery.entered():
        order.refresh_from_db()
        refund = Refund.objects.get()
        assert (order.payment_status, refund.reason, refund.amount) == ("awaiting", "amount_differs", changes.get("amount_total", 8900))


def test_page_is_found_by_the_attempt_not_by_the_orders_number(world: World, bakery: Cast, order: Order) -> None:
    """Trap 16: another order has the number by now: the payment is still that of its attempt."""
    url = world.start(order)
    with bakery.entered():
        other = make_awaiting_order(now=now())
        Order.objects.filter(pk=order.pk).update(number="old")
        Order.objects.filter(pk=other.pk).update(number=order.number)
    world.pay(url)

    world.deliver()

    with bakery.entered():
        order.refresh_from_db()
        other.refresh_from_db()
        assert (order.payment_status, other.payment_status) == ("paid", "awaiting")


def test_bancontact_that_is_left_half_way_ends_with_its_page(world: World, bakery: Cast, order: Order, piece) -> None:
    """Trap 18: begun with Bancontact and abandoned: the order expires with its page, and the stock is free."""
    to_bank = world.pay(world.start(order), method="bancontact")
    assert to_bank.status_code == 303

    with bakery.entered():
        reconcile_attempts(now=now() + dt.timedelta(minutes=4))
        assert attempt_of(order).state == "open"
        expire_unpaid_orders(now=now() + LATER)

        order.refresh_from_db()
        assert (order.status, attempt_of(order).state, stock_of(piece)) == ("canceled", "expired", (1, 0))


def test_return_from_an_expired_page_says_that_nothing_was_paid(world: World, bakery: Cast, order: Order) -> None:
    """Trap 20: the page expired at Stripe: ours says that nothing was taken, and how to pay."""
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)
    shop_gateway(ACCOUNTS["bakery"]).expire_session(attempt.stripe_session_id)

    back = world.get(f"/en/payment/{attempt.public_id}/cancel/")

    assert "Not paid yet" in back.text
    assert "Nothing was taken" in back.text
    assert f'action="/en/order/{order.secret}/payment/"' in back.text


def test_key_with_other_parameters_is_refused(world: World, bakery: Cast, order: Order) -> None:
    """Trap 22: the same key with other parameters is an error at Stripe, so ours are frozen on the attempt."""
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)
    gateway = shop_gateway(ACCOUNTS["bakery"])

    again = gateway.create_session(attempt.params, idempotency_key=attempt.idempotency_key)
    with pytest.raises(GatewayRefused):
        gateway.create_session({**attempt.params, "customer_email": "x@mail.test"}, idempotency_key=attempt.idempotency_key)

    assert again.id == attempt.stripe_session_id


def test_bank_that_asks_who_it_is(world: World, bakery: Cast, order: Order) -> None:
    """Trap 25: with 3-D Secure the page stays open until the bank is content, and then it is paid."""
    to_bank = world.pay(world.start(order), number="4000002500003155")
    with bakery.entered():
        reconcile_attempts(now=now() + dt.timedelta(minutes=4))
        order.refresh_from_db()
        assert (order.payment_status, attempt_of(order).state) == ("awaiting", "open")

    world.come_back(world.browser.post(to_bank.headers["Location"], data={"answer": "authorise"}))

    with bakery.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "EUR", 1250),
        ("12.505", "EUR", 1251),
        ("12.504", "eur", 1250),
        ("0.005", "EUR", 1),
        ("-12.505", "EUR", -1251),
        ("500", "JPY", 500),
        ("500.5", "JPY", 501),
        ("5.124", "KWD", 5120),
        ("5.125", "KWD", 5130),
    ],
)
def test_amounts_become_whole_units_once(amount: str, currency: str, units: int) -> None:
    """Trap 27: a decimal becomes an integer once, half up; a yen has no cents, a dinar three digits of which Stripe wants the last 0."""
    from decimal import Decimal

    assert smallest_units(Decimal(amount), currency) == units


def test_half_a_cent_is_refused_by_stripe(world: World, bakery: Cast, order: Order) -> None:
    """Trap 27: "12.5" as an amount never gets through, should we ever send it."""
    world.start(order)
    with bakery.entered():
        params: Any = attempt_of(order).params
    params["line_items"][0]["price_data"]["unit_amount"] = "12.5"

    with pytest.raises(GatewayRefused):
        shop_gateway(ACCOUNTS["bakery"]).create_session(params, idempotency_key="half")


def test_nothing_to_pay_is_settled_at_once(world: World, bakery: Cast) -> None:
    """Trap 28: an order of 0 euro is paid when it is placed, and nobody is sent to Stripe."""
    with bakery.entered():
        order = make_awaiting_order((make_variant(price=0), 1), now=now())
        assert (order.payment_status, order.hold_expires_at) == ("paid", None)

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.headers["Location"] == f"/en/order/{order.secret}/"
    assert world.calls() == []


def test_discount_is_one_line_with_the_total(world: World, bakery: Cast) -> None:
    """Trap 30: with a discount on the whole order Stripe is told one line, the total, and asks exactly that."""
    with bakery.entered():
        order = make_awaiting_order((make_variant(price=480), 3), now=now())
    costs(bakery, order, 1300)

    world.start(order)

    [call] = world.calls("POST", "/v1/checkout/sessions")
    assert call.params["line_items[0][price_data][unit_amount]"] == ["1300"]
    assert "line_items[1][price_data][unit_amount]" not in call.params
    assert StoredObject.objects.get(kind="checkout.session").body["amount_total"] == 1300


@pytest.mark.parametrize(("points", "fee"), [(0, None), (125, "111"), (10_000, "8900")], ids=["none", "1.25 %, half up", "all of it"])
def test_platforms_part_is_frozen_on_the_attempt(
    world: World, bakery: Cast, order: Order, monkeypatch: Any, points: int, fee: str | None
) -> None:
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: points)
    world.start(order)
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: 999)
    world.start(order)

    [call] = world.calls("POST", "/v1/checkout/sessions")
    assert call.params.get("payment_intent_data[application_fee_amount]") == (fee and [fee])
    with bakery.entered():
        assert attempt_of(order).application_fee == int(fee or 0)


def test_platforms_part_is_rounded_half_up(monkeypatch: Any) -> None:
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: 50)

    assert [application_fee_on(amount) for amount in (99, 100, 299, 300)] == [0, 1, 1, 2]
