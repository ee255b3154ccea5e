"""Whatever is asked, in whatever order, however it ends: never more goes back than was paid."""

import contextlib
import secrets

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.cash import cash_total
from orders.models import Order
from orders.services.cancel_order import cancel_order
from orders.services.mark_paid import mark_paid
from payments.gateways.base import RefundFacts
from payments.models import PaymentAttempt, Refund
from payments.rules.refunds import Left, LineLeft, RefundRefused, Wish, split, sum_of
from payments.selectors.refunds import standing_of
from payments.services.keep_refund import apply_refund, keep_answer
from payments.services.refund_order import refund_order
from payments.services.settle_refund import try_again
from payments.services.take_refund import take_refund
from tests.factories.catalog import make_variant
from tests.factories.orders import NOW, make_awaiting_order

PRICE, PIECES = 433, 3
CENTS = st.integers(1, PRICE * PIECES + 100)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("amount"), CENTS),
        st.tuples(st.just("pieces"), st.integers(0, PIECES + 1)),
        st.tuples(st.just("all"), st.none()),
        st.tuples(st.just("answer"), st.sampled_from(["succeeded", "pending", "failed"])),
        st.tuples(st.just("at_stripe"), CENTS),
        st.tuples(st.just("again"), st.sampled_from(["stripe", "transfer", "cash"])),
        st.tuples(st.just("cancel"), st.none()),
    ),
    max_size=12,
)


class Bank:
    """What Stripe would say: it never gives back more than it took."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.attempt = PaymentAttempt.objects.create(
            order=order, amount=order.total_amount, currency="EUR", stripe_account_id="acct_1", state="paid", paid_at=NOW, expires_at=NOW
        )
        self.gone: dict[str, int] = {}

    @property
    def left(self) -> int:
        return self.attempt.amount - sum(self.gone.values())

    def do(self, what: str, said: object) -> None:
        self.order.refresh_from_db()
        getattr(self, what)(said)

    def amount(self, cents: int) -> None:
        self._promise(Wish(amount=cents))

    def pieces(self, number: int) -> None:
        line = self.order.lines.get()
        self._promise(Wish(quantities={line.pk: number}, restock=frozenset({line.pk})))

    def all(self, _nothing: None) -> None:
        self._promise(Wish(is_all=True))

    def again(self, way: str) -> None:
        failed = Refund.objects.failed_and_open().first()
        if failed is not None:
            try_again(refund_id=failed.pk, way=way, user=None, now=NOW)

    def cancel(self, _nothing: None) -> None:
        cancel_order(order_id=self.order.pk, user=None, reason="", now=NOW)

    def at_stripe(self, cents: int) -> None:
        if cents <= self.left:
            name = f"re_{secrets.token_hex(4)}"
            self.gone[name] = cents
            take_refund(attempt=self.attempt, facts=RefundFacts(name, "succeeded", cents), now=NOW)

    def answer(self, status: str) -> None:
        waiting = Refund.objects.filter(way="stripe", state__in=["new", "pending"]).first()
        if waiting is None:
            return
        name = waiting.stripe_refund_id or f"re_{waiting.pk}"
        if name not in self.gone and waiting.amount > self.left:
            keep_answer(waiting, now=NOW, state="failed", error="greater than unrefunded amount", code="amount")
            return
        self.gone[name] = waiting.amount if status != "failed" else 0
        apply_refund(refund_id=waiting.pk, facts=RefundFacts(name, status, waiting.amount), now=NOW)

    def _promise(self, wish: Wish) -> None:
        seen, key = self.order.refunded_amount, secrets.token_hex(16)
        refund_order(order_id=self.order.pk, wish=wish, reason="other", words="", seen=seen, form_key=key, user=None, now=NOW)


@pytest.mark.usefixtures("bakery")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_44_never_more_goes_back_than_was_paid(bakery, steps):
    with bakery.entered(), transaction.atomic():
        order = make_awaiting_order((make_variant(price=PRICE, on_hand=9), PIECES), now=NOW)
        mark_paid(order_id=order.pk, now=NOW)
        bank = Bank(order)
        for what, said in steps:
            with contextlib.suppress(RefundRefused):
                bank.do(what, said)
            _holds(bank)
        transaction.set_rollback(True)


def _holds(bank: Bank) -> None:
    order = bank.order
    order.refresh_from_db()
    done = sum(Refund.objects.filter(state="succeeded").values_list("amount", flat=True))
    ours = Refund.objects.live().filter(is_external=False)
    promised = sum(ours.values_list("amount", flat=True))
    assert promised <= order.paid_amount
    assert 0 <= order.returning_amount <= order.refunded_amount <= order.paid_amount
    assert bank.left >= 0
    assert done <= order.paid_amount or Refund.objects.filter(is_external=True).exists()
    assert (order.payment_status == "refunded") == (done >= order.paid_amount)
    assert standing_of(order).left.amount <= order.paid_amount - order.refunded_amount
    assert order.lines.get().restocked_quantity <= PIECES


LINES = st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 5)), min_size=1, max_size=4)


@given(
    lines=LINES,
    shipping=st.integers(0, 900),
    gone=st.integers(0, 9000),
    wanted=st.lists(st.integers(0, 6), min_size=4, max_size=4),
    is_cash=st.booleans(),
)
def test_sum_of_a_wish_is_never_more_than_what_is_left(lines, shipping, gone, wanted, is_cash):
    paid = sum(price * number for price, number in lines) + shipping
    left = Left(
        max(paid - gone, 0), tuple(LineLeft(pk, *line) for pk, line in enumerate(lines)), shipping, ((1, max(paid - gone, 0)),), is_cash
    )
    wish = Wish(quantities=dict(enumerate(wanted)), with_shipping=True)
    try:
        total = sum_of(wish, left)
    except RefundRefused:
        return
    assert 0 < total.amount <= left.amount
    assert sum(part for _source, part in split(total.amount, left.sources)) == total.amount


PIECES_AND_PRICES = st.lists(st.tuples(st.integers(5, 5000), st.integers(1, 4)), min_size=1, max_size=3)


@given(lines=PIECES_AND_PRICES, shipping=st.integers(0, 900), chance=st.randoms(use_true_random=False), free=st.integers(0, 300))
def test_parts_in_cash_sum_up_to_what_was_paid_and_the_last_is_the_exact_rest(lines, shipping, chance, free):
    """Piece after piece in any order, with the delivery and a free amount somewhere between: each is possible, none too much."""
    paid = cash_total(sum(price * number for price, number in lines) + shipping)
    pieces = [pk for pk, (_price, number) in enumerate(lines) for _each in range(number)]
    chance.shuffle(pieces)
    given_back, counts = 0, [number for _price, number in lines]
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        kept = tuple(LineLeft(pk, price, counts[pk]) for pk, (price, _number) in enumerate(lines))
        total = sum_of(Wish(quantities={piece: 1}, with_shipping=last), Left(paid - given_back, kept, shipping, is_cash=True))
        assert total.amount % 5 == 0 or last
        given_back += total.amount
        counts[piece] -= 1
        assert given_back <= paid
    assert given_back == paid

    whole = Left(paid, tuple(LineLeft(pk, *line) for pk, line in enumerate(lines)), shipping, is_cash=True)
    if 0 < free <= paid:
        part = sum_of(Wish(amount=free), whole).amount
        assert abs(part - free) <= 2
        rest = Left(paid - part, whole.lines, shipping, is_cash=True)
        assert part == paid or sum_of(Wish(is_all=True), rest).amount == paid - part
