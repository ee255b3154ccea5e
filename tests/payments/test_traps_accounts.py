"""The traps of a shop's account: lost, restricted, replaced; and how soon the checkout knows."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kit import clock
from kit.clock import now
from orders.models import Order
from orders.storefront.checkout import payment_methods
from payments.backoffice.panels import load_account_task
from payments.gateways import stripe as gateway
from payments.gateways.base import AccountDisconnected
from payments.models import AccountState, StripeAccount
from payments.selectors.accounts import current_account, online_payment_available
from payments.services.connect_account import leave_account, refresh_account
from payments.services.refresh_accounts import FRESH_FOR, refresh_accounts, want_fresh_account
from shops.background import run_chores
from shops.models import OutboxMessage
from stripe_sandbox import dashboard
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.switches import set_trouble
from tenants.models import WakeUp
from tests.conftest import Cast
from tests.factories.catalog import make_variant
from tests.factories.orders import make_awaiting_order, pickup
from tests.payments.test_accounts import log_in
from tests.payments.world import ACCOUNTS, World

A_MINUTE = dt.timedelta(minutes=1)


def mails() -> list[tuple[str, str]]:
    return [(row.kind, row.payload.get("state", "")) for row in OutboxMessage.objects.filter(kind="payments_state")]


@pytest.fixture
def a_minute_later(world: World, bakery: Cast) -> dt.datetime:
    """A moment at which nobody has looked at the bakery's account for a minute."""
    with bakery.entered():
        StripeAccount.objects.update(checked_at=now() - A_MINUTE)
    return now()


@pytest.mark.parametrize(
    "ask",
    [
        lambda shop: shop.fetch_session("cs_1"),
        lambda shop: shop.expire_session("cs_1"),
        lambda shop: shop.fetch_refund("re_1"),
        lambda shop: shop.refund(payment_intent_id="pi_1", amount=1, metadata={}, idempotency_key="k"),
        lambda shop: shop.create_session({"mode": "payment"}, idempotency_key="k"),
    ],
    ids=["fetch a page", "close a page", "fetch a refund", "refund", "make a page"],
)
def test_any_call_that_is_refused_access_switches_online_payment_off(world: World, bakery: Cast, bookshop: Cast, ask: Any) -> None:
    """Trap 40: a 403 on whatever call hides the method at once, mails the owner, and leaves the other shop alone."""
    set_trouble(drop=10)
    disconnect(ACCOUNTS["bakery"])

    with bakery.entered():
        with pytest.raises(AccountDisconnected):
            ask(gateway.shop_gateway(ACCOUNTS["bakery"]))

        assert (current_account().state, online_payment_available()) == (AccountState.DISCONNECTED, False)
        assert mails() == [("payments_state", "disconnected")]
    with bookshop.entered():
        assert online_payment_available()


def test_account_that_is_gone_does_not_come_back_by_itself(world: World, bakery: Cast) -> None:
    """Trap 40: a late message about an account that we lost does not switch it on again, and orders stay."""
    with bakery.entered():
        order = make_awaiting_order(now=now())
    disconnect(ACCOUNTS["bakery"])
    world.deliver()

    with bakery.entered():
        refresh_account(stripe_account_id=ACCOUNTS["bakery"], now=now())
        assert not online_payment_available()
        assert Order.objects.get(pk=order.pk).status == "open"
        assert mails() == [("payments_state", "disconnected")]


def test_restricted_account_whose_message_was_lost_is_found_by_the_last_step_of_the_checkout(
    world: World, bakery: Cast, a_minute_later: dt.datetime
) -> None:
    """Trap 41: no message came; the first step of a checkout asks, the chores answer, the last step offers no online payment."""
    set_trouble(drop=10)
    dashboard.set_account(ACCOUNTS["bakery"], "restricted")
    with bakery.entered():
        assert payment_methods(pickup(), total=1290)[0] == "online"  # what a page would say that is not asked for a minute
        variant = make_variant()
    world.post("/en/cart/lines/", variant=str(variant.pk), quantity="1")

    first_step = world.get("/en/checkout/")
    with bakery.entered():
        waits = WakeUp.objects.filter(tenant_id=bakery.ref.id).order_by("due_at").first()
        run_chores(now=now())

        assert "online" not in payment_methods(pickup(), total=1290)
        assert current_account().state == AccountState.RESTRICTED
        assert mails() == [("payments_state", "restricted")]
    assert first_step.status_code == 200
    assert waits.due_at - now() < A_MINUTE - FRESH_FOR + dt.timedelta(seconds=1)  # also when the queue is away


def test_account_is_not_asked_about_more_than_once_in_a_while(world: World, bakery: Cast, a_minute_later: dt.datetime) -> None:
    """Trap 41: a busy checkout asks once each 40 seconds, and with the queue's head start that is within a minute."""
    with bakery.entered():
        asked = [want_fresh_account(now=a_minute_later) for _visitor in range(3)]
        first = refresh_accounts(now=a_minute_later)
        soon = want_fresh_account(now=a_minute_later + FRESH_FOR / 2)

        assert (asked, first, soon) == ([True, False, False], 1, False)
        assert want_fresh_account(now=a_minute_later + FRESH_FOR + dt.timedelta(seconds=1))
        from payments.services._soon import HEAD_START

        assert FRESH_FOR + HEAD_START <= A_MINUTE


def test_account_that_nobody_asks_about_is_looked_at_each_hour(world: World, bakery: Cast) -> None:
    """Trap 41: whenever the shop's chores run, an account that was not looked at for an hour is."""
    set_trouble(drop=10)
    dashboard.set_account(ACCOUNTS["bakery"], "restricted")

    with bakery.entered():
        assert refresh_accounts(now=now()) == 0
        assert refresh_accounts(now=now() + dt.timedelta(hours=1, seconds=1)) == 1
        assert not online_payment_available()


def test_restricted_account_refuses_the_page_and_is_noticed(world: World, bakery: Cast) -> None:
    """Trap 41: the customer was quicker than everything: Stripe refuses, the customer is told, and the next one is not offered it."""
    set_trouble(drop=10)
    dashboard.set_account(ACCOUNTS["bakery"], "restricted")
    with bakery.entered():
        order = make_awaiting_order(now=now())

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.status_code == 409
    assert "cannot be paid online" in answer.text
    with bakery.entered():
        assert not online_payment_available()
        assert Order.objects.get(pk=order.pk).status == "open"


def test_owner_disconnects_and_connects_another_account(world: World, bakery: Cast, client: Client) -> None:
    """Trap 42: what was paid stays with the account of then; the new one takes what comes."""
    with bakery.entered():
        order = make_awaiting_order(now=now())
    world.come_back(world.pay(world.start(order)))
    log_in(client, bakery, bakery.owner)
    form = {"HTTP_HOST": bakery.hostname, "HTTP_SEC_FETCH_SITE": "same-origin"}

    asked = client.get("/backoffice/payments/disconnection/", HTTP_HOST=bakery.hostname)
    client.post("/backoffice/payments/disconnection/", **form)
    with bakery.entered():
        assert (current_account(), online_payment_available()) == (None, False)
    to_stripe = client.post("/backoffice/payments/connection/", **form)
    world.browser.post(to_stripe.headers["Location"].removeprefix(world.origin), data={"answer": "complete"})
    client.get("/backoffice/payments/return/", HTTP_HOST=bakery.hostname)

    assert asked.status_code == 200
    with bakery.entered():
        new = current_account()
        assert (new.stripe_account_id != ACCOUNTS["bakery"], new.state) == (True, AccountState.READY)
        assert order.payment_attempts.get().stripe_account_id == ACCOUNTS["bakery"]
        other = make_awaiting_order(now=now())
    world.start(other)
    assert world.calls("POST", "/v1/checkout/sessions")[-1].account == new.stripe_account_id


def test_page_and_today_say_what_stripe_asks_without_a_call(world: World, bakery: Cast, client: Client) -> None:
    with bakery.entered():
        leave_account()
    log_in(client, bakery, bakery.owner)
    form = {"HTTP_HOST": bakery.hostname, "HTTP_SEC_FETCH_SITE": "same-origin"}
    client.post("/backoffice/payments/connection/", **form)
    world.door.calls.clear()

    page = client.get("/backoffice/payments/", HTTP_HOST=bakery.hostname)
    today = client.get("/backoffice/", HTTP_HOST=bakery.hostname)

    with bakery.entered():
        asked = load_account_task(now=now())["asked"]
    assert len(asked) == 3
    assert all(words in page.text for words in asked)
    assert all(words in today.text for words in asked)
    assert world.calls() == []


def test_owner_is_mailed_when_the_account_becomes_ready(world: World, bakery: Cast) -> None:
    dashboard.set_account(ACCOUNTS["bakery"], "restricted")
    world.deliver()
    dashboard.set_account(ACCOUNTS["bakery"], "active")
    world.deliver()

    with bakery.entered():
        assert mails() == [("payments_state", "restricted"), ("payments_state", "ready")]
        run_chores(now=clock.now())
        assert online_payment_available()
