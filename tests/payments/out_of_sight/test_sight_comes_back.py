"""Stripe lets us look again, and says something else than a person said, or than the order did meanwhile."""

import datetime as dt

import pytest
from django.test import Client

from kit.clock import in_brussels, now
from kit.tenancy import PLATFORM, bind
from orders.models import Order, PaymentSettings
from orders.services.cancel_order import cancel_order
from orders.services.hand_over import hand_over
from payments.models import PaymentAttempt, Refund, StripeAccount
from payments.rules.periods import Period, named_period
from payments.selectors.movements import Books, books_of
from payments.selectors.refunds import standing_of
from payments.services.connect_account import refresh_account
from payments.services.look_up_attempt import AlreadyTold, look_up_attempt
from payments.services.pay_at_collection import pay_at_collection
from payments.services.reconcile import reconcile_attempts
from shops.background import run_chores
from shops.models import OutboxMessage
from stripe_sandbox import dashboard
from stripe_sandbox.fixtures import disconnect, ready_account
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.switches import set_trouble
from tenants.models import Membership, Role
from tests.conftest import Cast
from tests.factories.catalog import stock_of
from tests.factories.orders import make_awaiting_order
from tests.payments.out_of_sight.tools import DAY, FORM, HOUR, MINUTE, access_again, look
from tests.payments.test_accounts import log_in
from tests.payments.test_slow_banks import FAILS_LATER, PAYS_LATER, debit
from tests.payments.world import ACCOUNTS, World, at_once, attempt_of


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    ready_account(ACCOUNTS["bakery"], display_name="Bakery", capabilities=("card_payments", "sepa_debit_payments"))
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


def goes_out_of_sight(shop: Cast) -> None:
    set_trouble(drop=20)
    disconnect(ACCOUNTS["bakery"])
    with shop.entered():
        PaymentAttempt.objects.update(expires_at=now() - MINUTE, checked_at=now() - 5 * MINUTE)
        reconcile_attempts(now=now() - MINUTE)
        attempt = PaymentAttempt.objects.get()
        assert attempt.state == "unseen"
        look_up_attempt(attempt_id=attempt.pk, is_paid=False, user=None, now=now())


def comes_back(shop: Cast) -> None:
    ready_account(ACCOUNTS["bakery"], display_name="Bakery", capabilities=("card_payments", "sepa_debit_payments"))
    with shop.entered():
        refresh_account(stripe_account_id=ACCOUNTS["bakery"], now=now())


def this_month() -> Books:
    return books_of(named_period("this_month", today=in_brussels(now()).date()))


def day_of(moment: dt.datetime) -> Period:
    day = in_brussels(moment).date()
    return Period("days", day, day)


def test_order_that_is_paid_at_collection_instead_takes_the_money_that_was_there_all_along(
    world: World,
    bakery: Cast,
    order: Order,
    lost: PaymentAttempt,
) -> None:
    look(bakery, lost, is_paid=False)
    with bakery.entered():
        PaymentSettings.objects.update_or_create(defaults={"at_collection": True})
        pay_at_collection(order_id=order.pk, now=now())

    access_again(bakery, at=now() + 2 * HOUR)

    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, attempt_of(order).state, Refund.objects.count()) == ("paid", "paid", 0)
        books = this_month()
        assert (sum(each.amount for each in books.movements), books.check.paid) == (order.total_amount, order.total_amount)
        assert (books.check.difference, standing_of(order).way) == (0, "stripe")


def test_order_that_was_paid_at_the_counter_meanwhile_gives_the_money_back(
    world: World,
    bakery: Cast,
    order: Order,
    lost: PaymentAttempt,
) -> None:
    look(bakery, lost, is_paid=False)
    with bakery.entered():
        PaymentSettings.objects.update_or_create(defaults={"at_collection": True})
        pay_at_collection(order_id=order.pk, now=now())
        hand_over(order_id=order.pk, user=None, now=now(), paid_with="cash")

    access_again(bakery, at=now() + 2 * HOUR)

    with bakery.entered():
        assert [(each.reason, each.amount) for each in Refund.objects.all()] == [("paid_twice", order.total_amount)]
        assert this_month().check.is_explained


def test_books_of_the_day_agree_when_stripe_confirms_days_later_what_a_person_said(
    world: World,
    bakery: Cast,
    order: Order,
    lost: PaymentAttempt,
) -> None:
    look(bakery, lost, is_paid=True, at=now())

    access_again(bakery, at=now() + 2 * DAY)

    with bakery.entered():
        order.refresh_from_db()
        checks = [books_of(day_of(order.paid_at)).check, books_of(day_of(now() + 2 * DAY)).check]
        assert [(check.paid, check.moved, check.differences) for check in checks] == [
            (order.total_amount, order.total_amount, ()),
            (0, 0, ()),
        ]


def test_bank_that_says_no_after_all_leaves_the_next_payment_its_stock(world: World, bakery: Cast, order: Order, piece) -> None:
    """The customer pays anew meanwhile: what the first bank says is no news for them."""
    debit(world, order, FAILS_LATER)
    goes_out_of_sight(bakery)
    comes_back(bakery)
    world.start(order)
    advance_clock(4 * MINUTE)

    with bakery.entered():
        reconcile_attempts(now=now() + MINUTE)
        order.refresh_from_db()
        first, second = order.payment_attempts.order_by("pk")
        assert (first.state, second.state) == ("failed", "open")
        assert stock_of(piece) == (1, 1)
        assert OutboxMessage.objects.filter(kind="payment_failed").count() == 0


def test_payment_whose_bank_is_still_at_work_is_asked_about_with_patience(world: World, bakery: Cast, order: Order, piece) -> None:
    """Beside another page it stays as it is; nobody asks each minute, and it is not forgotten."""
    debit(world, order, PAYS_LATER)
    goes_out_of_sight(bakery)
    comes_back(bakery)
    world.start(order)
    world.door.calls.clear()

    with bakery.entered():
        for n in range(20):
            reconcile_attempts(now=now() + n * MINUTE)
        first, _second = order.payment_attempts.order_by("pk")
        asked = world.calls("GET", path=first.stripe_session_id)
        assert first.state == "unseen"
        assert 2 <= len(asked) < 12
        advance_clock(4 * MINUTE)
        reconcile_attempts(now=now() + HOUR)
        first.refresh_from_db()
        assert first.state == "paid"


def test_money_that_a_person_gave_back_in_the_account_meanwhile_does_not_go_back_twice(
    world: World,
    bakery: Cast,
    order: Order,
    lost: PaymentAttempt,
) -> None:
    with bakery.entered():
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
    assert look(bakery, lost, is_paid=True) == "to_return"
    dashboard.refund(StoredObject.objects.get(kind="charge").stripe_id)

    access_again(bakery, at=now() + 2 * HOUR)

    with bakery.entered():
        for hours in (2, 3, 9):
            run_chores(now=now() + hours * HOUR)
        assert [(each.state, each.amount) for each in Refund.objects.all()] == [("succeeded", order.total_amount)]
        assert this_month().check.is_explained
        assert Refund.objects.failed_and_open().count() == 0


def test_refund_made_in_the_account_while_we_had_no_access_appears(world: World, bakery: Cast, order: Order) -> None:
    world.come_back(world.pay(world.start(order)))
    set_trouble(drop=20)
    disconnect(ACCOUNTS["bakery"])
    dashboard.refund(StoredObject.objects.get(kind="charge").stripe_id)
    with bakery.entered():
        for hours in (7, 14):
            run_chores(now=now() + hours * HOUR)
        assert Refund.objects.count() == 0

    access_again(bakery, at=now() + 15 * HOUR)

    with bakery.entered():
        for hours in (16, 22):
            run_chores(now=now() + hours * HOUR)
        order.refresh_from_db()
        assert (Refund.objects.count(), order.payment_status) == (1, "refunded")


def test_who_may_not_see_money_is_not_asked_to_look_a_payment_up(
    world: World,
    bakery: Cast,
    order: Order,
    lost: PaymentAttempt,
    client: Client,
) -> None:
    with bind(PLATFORM):
        Membership.objects.filter(user=bakery.staff).update(role=Role.COUNTER)
    try:
        log_in(client, bakery, bakery.staff)
        page = client.get(f"/backoffice/orders/{order.number}/", HTTP_HOST=bakery.hostname)
        refused = client.post(f"/backoffice/payments/unseen/{lost.pk}/", {"said": "paid"}, HTTP_HOST=bakery.hostname, **FORM)
    finally:
        with bind(PLATFORM):
            Membership.objects.filter(user=bakery.staff).update(role=Role.MANAGER)

    assert (page.status_code, refused.status_code) == (200, 403)
    assert f"/payments/unseen/{lost.pk}/" not in page.text


def test_two_people_who_answer_at_once_are_one_answer(world: World, bakery: Cast, order: Order, lost: PaymentAttempt) -> None:
    def say(is_paid: bool) -> str:
        try:
            return str(look(bakery, lost, is_paid=is_paid))
        except AlreadyTold:
            return "too late"

    said = at_once(lambda: say(True), lambda: say(False))

    with bakery.entered():
        order.refresh_from_db()
        assert "too late" in said
        assert (attempt_of(order).told, order.payment_status) in [("paid", "paid"), ("unpaid", "awaiting")]


def test_access_that_comes_back_without_a_word_is_found(world: World, bakery: Cast, order: Order, lost: PaymentAttempt) -> None:
    ready_account(ACCOUNTS["bakery"], display_name="Bakery")

    with bakery.entered():
        for hours in (8, 9):
            run_chores(now=now() + hours * HOUR)
        order.refresh_from_db()
        assert (StripeAccount.objects.get().state, attempt_of(order).state, order.payment_status) == ("ready", "paid", "paid")
