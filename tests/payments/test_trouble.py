"""Stripe does not answer, answers too late, or answers something else."""

import datetime as dt
from typing import Any

import pytest

from kit.clock import now
from orders.models import Order
from payments.gateways import stripe as gateway
from payments.models import PaymentAttempt, StripeAccount
from payments.selectors.accounts import online_payment_available
from payments.services.reconcile import reconcile_attempts
from payments.services.start_payment import CannotBePaid, start_payment
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, Call, World, attempt_of

CREATE = "/v1/checkout/sessions"


def is_create(call: Call) -> bool:
    return call.method == "POST" and call.path == CREATE


def sessions() -> int:
    return StoredObject.objects.filter(kind="checkout.session").count()


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


def test_gateway_that_is_down_keeps_order_and_hold(world: World, bakery: Cast, order: Order, piece, settings) -> None:
    address, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"

    refused = world.get(f"/en/order/{order.secret}/payment/")

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "60"
    assert f'action="/en/order/{order.secret}/payment/"' in refused.text
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status, attempt_of(order).state, stock_of(piece)) == ("open", "awaiting", "new", (1, 1))
    settings.STRIPE_API_BASE = address
    answer = world.post(f"/en/order/{order.secret}/payment/")
    assert answer.status_code == 303
    with bakery.entered():
        assert (order.payment_attempts.count(), attempt_of(order).state) == (1, "open")


def test_lost_answer_leads_to_the_same_page_with_the_same_parameters(world: World, bakery: Cast, order: Order) -> None:
    """Traps 22, 24: the network dies after the page was made: the same key and the very same parameters give the same page."""
    world.door.trouble = lambda call: "answer lost" if is_create(call) else ""
    lost = world.get(f"/en/order/{order.secret}/payment/")
    world.door.trouble = lambda call: ""
    with bakery.entered():
        Order.objects.filter(pk=order.pk).update(email="other@mail.test")  # must not change what was frozen

    url = world.start(order)

    asked = world.calls("POST", CREATE)
    assert lost.status_code == 503
    assert sessions() == 1
    assert len(asked) == 3  # two tries of the first click, one of the second
    assert {(call.key, call.body) for call in asked} == {(asked[0].key, asked[0].body)}
    assert StoredObject.objects.get(kind="checkout.session").stripe_id in url


def test_reconciler_finds_the_page_whose_answer_was_lost(world: World, bakery: Cast, order: Order) -> None:
    import datetime as dt

    world.door.trouble = lambda call: "answer lost" if is_create(call) else ""
    world.get(f"/en/order/{order.secret}/payment/")
    world.door.trouble = lambda call: ""

    with bakery.entered():
        reconcile_attempts(now=now() + dt.timedelta(minutes=4))

        attempt = attempt_of(order)
        assert attempt.state == "open"
        assert attempt.stripe_session_id == StoredObject.objects.get(kind="checkout.session").stripe_id


def test_stored_failure_gets_a_new_attempt_with_a_new_key(world: World, bakery: Cast, order: Order) -> None:
    """Trap 23: a 500 is kept with its key, so a new attempt has a new one."""
    broken_keys: set[str] = set()

    def trouble(call: Call) -> str:
        if is_create(call) and (not broken_keys or call.key in broken_keys):
            broken_keys.add(call.key)
            return "broken"
        return ""

    world.door.trouble = trouble

    url = world.start(order)

    with bakery.entered():
        states = list(order.payment_attempts.values_list("state", flat=True))
        assert states == ["failed", "open"]
        assert attempt_of(order).url == url


def test_stripe_out_of_order_is_said_and_does_not_loop(world: World, bakery: Cast, order: Order) -> None:
    world.door.trouble = lambda call: "broken" if is_create(call) else ""

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.status_code == 503
    assert len(world.calls("POST", CREATE)) == 3
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status) == ("open", "awaiting")


def test_page_with_another_amount_is_closed_and_never_shown(world: World, bakery: Cast, order: Order) -> None:
    def cheaper(call: Call, answer: dict) -> None:
        if is_create(call):
            answer["amount_total"] -= 100

    world.door.change = cheaper

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.status_code == 503
    assert StoredObject.objects.get(kind="checkout.session").body["status"] == "expired"
    with bakery.entered():
        assert (attempt_of(order).state, attempt_of(order).needs_attention) == ("failed", "amount_differs")


def test_attempt_that_never_reached_stripe_and_is_too_old_is_replaced(world: World, bakery: Cast, order: Order, settings) -> None:
    address, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"
    world.get(f"/en/order/{order.secret}/payment/")
    settings.STRIPE_API_BASE = address
    with bakery.entered():
        attempt = attempt_of(order)
        attempt.params["expires_at"] -= 5 * 60  # five minutes went by: Stripe wants thirty ahead
        attempt.save()

    world.start(order)

    with bakery.entered():
        assert list(order.payment_attempts.values_list("state", flat=True)) == ["failed", "open"]


def test_disconnected_account_ends_online_payment(world: World, bakery: Cast, bookshop: Cast, order: Order) -> None:
    """Trap 40: a 403 on the way to pay switches online payment off at once; the order stays."""
    disconnect(ACCOUNTS["bakery"])

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.status_code == 409
    with bakery.entered():
        order.refresh_from_db()
        assert StripeAccount.objects.get().state == "disconnected"
        assert not online_payment_available()
        assert order.status == "open"
    with bookshop.entered():
        assert online_payment_available()


def test_too_small_amount_is_refused_before_stripe_is_asked(world: World, bakery: Cast) -> None:
    """Trap 29: less than Stripe takes is refused before it is asked."""
    with bakery.entered():
        cheap = make_awaiting_order((make_variant(price=49), 1), now=now())
        with pytest.raises(CannotBePaid, match="too_small"):
            start_payment(order_id=cheap.pk, now=now())

    assert world.calls() == []


def test_piece_that_was_sold_meanwhile_cannot_be_paid(world: World, bakery: Cast, order: Order, piece) -> None:
    from catalog.services.stock import release_hold, sold_in_shop

    with bakery.entered():
        release_hold(holder=order.holder)
        sold_in_shop(variant_id=piece.pk, user_id=None, now=now())

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.status_code == 409
    assert "no longer available" in answer.text
    assert world.calls() == []
    with bakery.entered():
        assert PaymentAttempt.objects.count() == 0


def test_every_call_for_a_shop_carries_the_account_of_that_shop(world: World, bakery: Cast, bookshop: Cast, order: Order) -> None:
    """Trap 43: each call for a shop carries the account of that shop."""
    with bookshop.entered():
        other = make_awaiting_order(now=now())
    elsewhere = World(world.origin, world.door, world.browser, hostname="bookshop.localhost")

    world.come_back(world.pay(world.start(order)))
    elsewhere.come_back(elsewhere.pay(elsewhere.start(other)))
    world.deliver()

    by_account: dict[str, set[str]] = {}
    for call in world.calls():
        by_account.setdefault(call.account, set()).add(f"{call.method} {call.path.split('/cs_')[0]}")
    assert set(by_account) == set(ACCOUNTS.values())
    assert by_account[ACCOUNTS["bakery"]] == by_account[ACCOUNTS["bookshop"]] == {f"POST {CREATE}", f"GET {CREATE}"}
    assert all(call.key for call in world.calls("POST"))


def test_shop_call_without_an_account_is_impossible() -> None:
    """Trap 43: no call for a shop can be made without its account."""
    with pytest.raises(ValueError, match="account"):
        gateway.shop_gateway("")


def test_real_stripe_is_never_called_with_the_sandbox_key(settings) -> None:
    settings.STRIPE_SANDBOX, settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = True, "", "sk_test_sandbox"

    assert not gateway.is_configured()


def test_an_order_cannot_hold_its_stock_for_ever_by_asking_for_payment_pages(world: World, bakery: Cast, settings: Any) -> None:
    with bakery.entered():
        order = make_awaiting_order(now=now())
        Order.objects.filter(pk=order.pk).update(placed_at=now() - settings.PAYMENT_WINDOW)

        with pytest.raises(CannotBePaid) as refusal:
            start_payment(order_id=order.pk, now=now())

        assert refusal.value.reason == "too_late"
        order.refresh_from_db()
        assert order.hold_expires_at < now() + settings.PAYMENT_SESSION_LIFETIME + dt.timedelta(minutes=3)
