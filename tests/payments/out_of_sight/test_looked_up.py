"""A payment whose account we lost: asked about ever more seldom, then looked up by a person, and never lost."""

import pytest
from django.test import Client

from kit.clock import now
from orders.models import Order
from orders.services.expire_order import expire_unpaid_orders
from payments.models import PaymentAttempt, Refund, StripeAccount
from payments.services.look_up_attempt import AlreadyTold
from payments.services.reconcile import reconcile_attempts
from shops.models import OutboxMessage, ShopEvent
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.switches import set_trouble
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.factories.catalog import stock_of
from tests.payments.out_of_sight.tools import DAY, FORM, HOUR, MINUTE, access_again, asked_at, attempt_of_in, look, nobody_decided
from tests.payments.test_accounts import log_in
from tests.payments.world import ACCOUNTS, World, attempt_of


def test_lost_account_is_not_asked_for_ever(world: World, bakery: Cast, lost: PaymentAttempt) -> None:
    begin = now() + HOUR

    assert lost.state == "unseen"
    assert asked_at(bakery, [begin + n * MINUTE for n in range(120)]) == 0


def test_silence_is_answered_with_longer_and_longer_waits_and_ends(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    world.door.trouble = lambda call: "broken"
    begin = now() + 40 * MINUTE

    first_day = asked_at(bakery, [begin + n * MINUTE for n in range(24 * 60)])

    assert 5 < first_day < 30
    asked_at(bakery, [begin + DAY + n * HOUR for n in range(80)])
    with bakery.entered():
        assert attempt_of(order).state == "unseen"
    world.door.trouble = lambda call: ""
    with bakery.entered():
        reconcile_attempts(now=begin + 6 * DAY)
        assert attempt_of(order).state == "expired"


def test_page_that_may_still_be_paid_is_not_given_up(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    disconnect(ACCOUNTS["bakery"])

    with bakery.entered():
        reconcile_attempts(now=now() + 5 * MINUTE)
        assert attempt_of(order).state == "open"


def test_order_and_stock_wait_for_a_person_but_not_for_ever(world: World, bakery: Cast, order: Order, lost: PaymentAttempt, piece) -> None:
    with bakery.entered():
        expire_unpaid_orders(now=now() + HOUR)
        order.refresh_from_db()
        assert (order.status, stock_of(piece)) == ("open", (1, 1))

        nobody_decided()
        expire_unpaid_orders(now=now() + 4 * DAY)
        order.refresh_from_db()
        assert (order.status, stock_of(piece), attempt_of(order).told) == ("canceled", (1, 0), "")


def test_shopkeeper_is_told_where_to_look_and_says_paid(
    world: World, bakery: Cast, order: Order, lost: PaymentAttempt, client: Client
) -> None:
    log_in(client, bakery, bakery.owner)
    pages = ["/backoffice/", f"/backoffice/orders/{order.number}/", "/backoffice/payments/"]

    before = [client.get(path, HTTP_HOST=bakery.hostname).text for path in pages]
    address = f"/backoffice/payments/unseen/{lost.pk}/"
    nothing = client.post(address, {}, HTTP_HOST=bakery.hostname, **FORM)
    client.post(address, {"said": "paid"}, HTTP_HOST=bakery.hostname, **FORM)
    after = [client.get(path, HTTP_HOST=bakery.hostname).text for path in pages]

    assert nothing.status_code == 303
    assert all(f'action="{address}"' in page and "sandbox/control" in page for page in before)
    assert not any(address in page for page in after)
    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, attempt_of(order).told) == ("paid", "paid")
        assert OutboxMessage.objects.filter(kind="order_confirmation").count() == 1
        assert ShopEvent.objects.filter(kind="payment_looked_up", data__told="paid").count() == 1


def test_who_cancels_before_looking_is_told_where_the_money_would_be(
    world: World, bakery: Cast, order: Order, lost: PaymentAttempt
) -> None:
    keeper = sign_in(bakery, bakery.owner)
    address = f"/backoffice/orders/{order.number}/cancellation/"
    said = "look in your Stripe account first"

    before = keeper.get(address)
    look(bakery, lost, is_paid=False)
    after = keeper.get(address)

    assert (before.status_code, after.status_code) == (200, 200)
    assert (said in before.text, said in after.text) == (True, False)


def test_not_paid_lets_the_order_end(world: World, bakery: Cast, order: Order, lost: PaymentAttempt, piece) -> None:
    assert look(bakery, lost, is_paid=False) == "unpaid"

    with bakery.entered():
        expire_unpaid_orders(now=now() + 2 * HOUR)
        order.refresh_from_db()
        assert (order.status, stock_of(piece)) == ("canceled", (1, 0))


def test_second_answer_changes_nothing(world: World, bakery: Cast, order: Order, lost: PaymentAttempt) -> None:
    look(bakery, lost, is_paid=False)

    with pytest.raises(AlreadyTold):
        look(bakery, lost, is_paid=True)


def test_paid_when_the_order_is_over_is_given_back_by_hand(world: World, bakery: Cast, order: Order, lost: PaymentAttempt, piece) -> None:
    from catalog.services.stock import sold_in_shop

    with bakery.entered():
        nobody_decided()
        expire_unpaid_orders(now=now() + 4 * DAY)
        sold_in_shop(variant_id=piece.pk, user_id=None, now=now())

    assert look(bakery, lost, is_paid=True) == "to_return"
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.events.filter(data__code="looked_up_to_return").count()) == ("canceled", 1)


def test_customer_is_told_not_to_pay_again(world: World, bakery: Cast, order: Order, lost: PaymentAttempt) -> None:
    with bakery.entered():
        expire_unpaid_orders(now=now() + HOUR)

    page = world.get(f"/en/order/{order.secret}/")
    back = world.get(f"/en/payment/{lost.public_id}/cancel/")
    again = world.get(f"/en/order/{order.secret}/payment/")
    world.post(f"/en/order/{order.secret}/payment/at-collection/")
    world.post(f"/en/order/{order.secret}/cancellation/")

    assert "The shop looks up your payment" in page.text
    assert "To pay" not in page.text
    assert {back.headers["Location"], again.headers["Location"]} == {f"/en/order/{order.secret}/"}
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status) == ("open", "awaiting")


@pytest.mark.parametrize(
    ("said", "status", "refunds"),
    [(None, "paid", []), (True, "paid", [])],
    ids=["nobody looked", "said paid"],
)
def test_access_that_comes_back_tells_the_truth(
    world: World, bakery: Cast, order: Order, lost: PaymentAttempt, said: bool | None, status: str, refunds: list[int]
) -> None:
    """What a person said by then is not paid a second time, nor given back."""
    if said is not None:
        look(bakery, lost, is_paid=said)

    access_again(bakery, at=now() + 2 * HOUR)

    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, attempt_of(order).state, attempt_of(order).unseen_at) == (status, "paid", None)
        assert list(Refund.objects.values_list("amount", flat=True)) == refunds
        assert order.events.filter(kind="paid").count() == 1


def test_money_that_a_person_did_not_see_goes_back_when_the_order_is_over(
    world: World, bakery: Cast, order: Order, lost: PaymentAttempt, piece
) -> None:
    from catalog.services.stock import sold_in_shop

    look(bakery, lost, is_paid=False)
    with bakery.entered():
        expire_unpaid_orders(now=now() + 2 * HOUR)
        sold_in_shop(variant_id=piece.pk, user_id=None, now=now())

    access_again(bakery, at=now() + 3 * HOUR)

    with bakery.entered():
        assert (attempt_of(order).state, Refund.objects.get().reason) == ("paid", "paid_too_late")


def test_who_said_paid_and_was_wrong_is_told(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    set_trouble(drop=10)
    disconnect(ACCOUNTS["bakery"])
    with bakery.entered():
        reconcile_attempts(now=now() + 40 * MINUTE)
    look(bakery, attempt_of_in(bakery, order), is_paid=True)

    access_again(bakery, at=now() + 2 * HOUR)

    with bakery.entered():
        assert attempt_of(order).state == "expired"
        assert order.events.filter(data__code="not_paid_after_all").count() == 1


def test_account_that_never_comes_back_is_not_asked_by_the_chores(world: World, bakery: Cast, lost: PaymentAttempt) -> None:
    world.door.calls.clear()

    with bakery.entered():
        for hours in range(48):
            reconcile_attempts(now=now() + hours * HOUR)
        assert StripeAccount.objects.get().state == "disconnected"
    assert world.calls() == []


def test_unseen_payment_that_stripe_never_answers_for_is_hardly_asked_any_more(world: World, bakery: Cast, order: Order) -> None:
    world.start(order)
    begin = now() + 40 * MINUTE
    world.door.trouble = lambda call: "broken"
    asked_at(bakery, [begin + n * 6 * HOUR for n in range(20)])

    later = asked_at(bakery, [begin + 6 * DAY + n * 6 * HOUR for n in range(240)])

    with bakery.entered():
        assert attempt_of(order).state == "unseen"
    assert 8 <= later < 30
