"""Whatever happens on a day, each cent is a sale, or a difference with its name. Rows as our services and Stripe's books leave them."""

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.clock import in_brussels
from orders.models import Order
from orders.rules.totals import vat_inside
from orders.services.cancel_order import cancel_order
from orders.services.hand_over import hand_over
from orders.services.mark_paid import mark_paid
from payments.models import BalanceEntry, PaymentAttempt, Refund
from payments.rules.movements import MARGIN, sums, sums_by_day, sums_by_rate, sums_by_way
from payments.rules.periods import Period, named_period
from payments.selectors.movements import books_of
from payments.services.match_payment import note_given_back
from payments.services.note_transfer import note_transfer
from tests.factories.catalog import make_product
from tests.factories.orders import NOW, make_awaiting_order, make_order, make_transfer_order

DAYS = 20
WHOLE = Period("days", dt.date(2026, 10, 1), dt.date(2026, 12, 31))


@pytest.fixture
def goods(bakery):
    with bakery.entered():
        kinds = [("Bread", 600, 233), ("Jam", 2100, 1299), ("Book", 0, 777)]
        products = [make_product(name, vat_rate=rate, price=price, on_hand=10_000) for name, rate, price in kinds]
        chair = make_product("Chair", is_margin=True, price=8900, on_hand=10_000)
        return [product.variants.get() for product in (*products, chair)]


def paid_online(order: Order, *, at: dt.datetime, dice: random.Random, needs_attention: str = "") -> PaymentAttempt:
    attempt = PaymentAttempt.objects.create(
        order=order, amount=order.total_amount, currency="EUR", stripe_account_id="acct_1", expires_at=at, state="paid", paid_at=at,
        method=dice.choice(["card", "bancontact"]), stripe_payment_intent_id=f"pi_{order.pk}_{needs_attention}",
        needs_attention=needs_attention,
    )  # fmt: skip
    if dice.random() < 0.8:  # otherwise its books are not read yet
        entry(attempt, "charge", attempt.amount, at=at, stripe_fee=dice.randint(25, 90), platform_fee=attempt.amount // 100)
    return attempt


def entry(attempt: PaymentAttempt, kind: str, amount: int, *, at: dt.datetime, refund: Refund | None = None, **fees: int) -> None:
    BalanceEntry.objects.create(
        stripe_id=f"txn_{BalanceEntry.objects.count()}", stripe_account_id="acct_1", kind=kind, stripe_type=kind, amount=amount,
        net=amount - sum(fees.values()), currency="EUR", happened_at=at, available_on=at.date(), attempt=attempt, refund=refund, **fees,
    )  # fmt: skip


def given_back(attempt: PaymentAttempt, reason: str, *, at: dt.datetime, dice: random.Random) -> None:
    state = dice.choice(["succeeded", "succeeded", "pending", "failed"])
    done_at = at if state == "succeeded" else None
    refund = Refund.objects.create(
        order=attempt.order,
        attempt=attempt,
        state=state,
        reason=reason,
        amount=attempt.amount,
        done_at=done_at,
        stripe_refund_id=f"re_{attempt.pk}",
    )
    entry(attempt, "refund", -attempt.amount, at=at, refund=refund, platform_fee=-(attempt.amount // 100))
    if state == "failed":
        entry(attempt, "refund_failure", attempt.amount, at=at + dt.timedelta(days=dice.randint(0, 4)), refund=refund)


def something_happens(goods: list, *, at: dt.datetime, dice: random.Random) -> None:
    basket = [(variant, dice.randint(1, 3)) for variant in dice.sample(goods, dice.randint(1, 3))]
    later = at + dt.timedelta(days=dice.randint(0, 9))
    dice.choice([at_the_counter, online, too_late, by_transfer, not_paid, tried_out])(basket, at, later, dice)


def at_the_counter(basket, at, _later, dice) -> None:
    hand_over(order_id=make_order(*basket, now=at).pk, user=None, now=at, paid_with=dice.choice(["cash", "card", ""]))


def online(basket, at, later, dice) -> None:
    order = make_awaiting_order(*basket, now=at)
    mark_paid(order_id=order.pk, now=at, by="stripe")
    attempt = paid_online(order, at=at, dice=dice)
    if dice.random() < 0.4:
        given_back(attempt, "order_canceled", at=later, dice=dice)


def too_late(basket, at, later, dice) -> None:
    attempt = paid_online(make_awaiting_order(*basket, now=at), at=at, dice=dice, needs_attention="paid_too_late")
    given_back(attempt, "paid_too_late", at=later, dice=dice)


def by_transfer(basket, at, later, dice) -> None:
    order = make_transfer_order(*basket, now=at)
    for difference in (dice.choice([0, 700, -300]), 0):
        order.refresh_from_db()
        if order.payment_status == "awaiting":
            amount = max(1, order.total_amount + difference)
            note_transfer(order_id=order.pk, amount=amount, received_on=in_brussels(at).date(), user=None, now=later)
    if dice.random() < 0.4:
        cancel_order(order_id=order.pk, user=None, reason="", now=later)
    for payment in order.bank_payments.filter(surplus_amount__gt=0):
        if dice.random() < 0.5:
            note_given_back(payment_id=payment.pk, user=None, now=later)


def not_paid(basket, at, _later, _dice) -> None:
    make_order(*basket, now=at)


def tried_out(basket, at, _later, _dice) -> None:
    order = make_order(*basket, now=at)
    Order.objects.filter(pk=order.pk).update(is_test=True, payment_method="test", payment_status="paid", paid_at=at)


@pytest.mark.parametrize("seed", range(4))
def test_each_cent_is_a_sale_or_a_difference_with_its_name(bakery, goods, seed: int) -> None:
    dice = random.Random(seed)
    with bakery.entered():
        for _time in range(20):
            something_happens(goods, at=NOW + dt.timedelta(days=dice.randint(-DAYS, 0), minutes=dice.randint(-800, 600)), dice=dice)
        for period in (WHOLE, named_period("this_month", today=NOW.date()), Period("days", dt.date(2026, 11, 15), dt.date(2026, 11, 20))):
            found = books_of(period)
            total = sums(found.movements)
            assert found.check.is_explained, found.check
            assert total.left == sum(each.net for each in found.movements)
            assert total.left == sum(each.left for each in sums_by_way(found.movements).values())
            assert total.left == sum(ways[""].left for ways in sums_by_day(found.movements).values())
            assert sum(each.gross for each in sums_by_rate(found.movements)) == sum(each.sale - each.rounding for each in found.movements)
            assert all(period.has(each.day) for each in found.movements)
        months = [named_period("this_month", today=dt.date(2026, month, 1)) for month in (10, 11, 12)]
        parts = [books_of(month) for month in months]
        whole = books_of(WHOLE)
        assert sum(sums(part.movements).left for part in parts) == sums(whole.movements).left
        assert added(parts) == added([whole])


def added(parts) -> Counter[tuple[int, str]]:
    """Return gross and VAT by rate, over several books."""
    found: Counter[tuple[int, str]] = Counter()
    for part in parts:
        for share in sums_by_rate(part.movements):
            found[share.rate, "gross"] += share.gross
            found[share.rate, "vat"] += share.vat
    return Counter({key: amount for key, amount in found.items() if amount})


def test_vat_of_a_paid_order_is_that_of_its_own_page(bakery, goods) -> None:
    with bakery.entered():
        order = make_order(*[(variant, 3) for variant in goods], now=NOW)
        hand_over(order_id=order.pk, user=None, now=NOW, paid_with="cash")
        rates = sums_by_rate(books_of(named_period("today", today=NOW.date())).movements)
        shown = vat_inside(order.lines.all(), shipping=order.shipping_amount, shipping_vat_rate=order.shipping_vat_rate)

    assert [(each.rate, each.gross, each.vat) for each in rates if each.rate != MARGIN] == [(s.rate, s.gross, s.vat) for s in shown.shares]
    assert [(each.gross, each.vat) for each in rates if each.rate == MARGIN] == [(26_700, 0)]


def test_as_many_statements_for_many_orders_as_for_few(bakery, goods) -> None:
    counts = []
    with bakery.entered():
        for _round in range(2):
            for seed in range(6):
                something_happens(goods, at=NOW, dice=random.Random(seed))
            with CaptureQueriesContext(connection) as caught:
                books_of(named_period("today", today=NOW.date()))
            counts.append(len(caught))

    assert counts[0] == counts[1]
    assert counts[0] <= 11
