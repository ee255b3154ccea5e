"""Totals, VAT, steps and quantities, without a database."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import vat_included
from orders.rules.holding import HoldRule
from orders.rules.quantities import offer
from orders.rules.totals import Line, Totals, VatInside, VatShare, order_totals, vat_inside
from orders.rules.transitions import Step, may, next_step

BREAD, BAG = Line(480, 2, 600), Line(1890, 1, 2100)
LINES = st.lists(st.builds(Line, st.integers(0, 99_999_999), st.integers(1, 999), st.sampled_from([0, 600, 1200, 2100])), max_size=12)
SHIPPING = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("lines", "shipping", "expected"),
    [
        ([], 0, Totals(0, 0, 0)),
        ([BREAD], 0, Totals(960, 0, 960)),
        ([BREAD, BAG], 500, Totals(2850, 500, 3350)),
    ],
    ids=["nothing", "collected", "delivered"],
)
def test_totals_of(lines, shipping, expected):
    assert order_totals(lines, shipping=shipping) == expected


def test_vat_is_rounded_once_for_each_rate():
    # One by one, 0.07 at 21 % has 0.01 inside each: 0.03. Together 0.21 has 0.0364 inside: 0.04.
    assert vat_inside([Line(7, 1, 2100)] * 3 + [Line(5, 5, 600)]).shares == [VatShare(2100, 21, 4), VatShare(600, 25, 1)]


def test_vat_of_delivery_joins_its_rate_and_empty_rates_are_left_out():
    assert vat_inside([BREAD], shipping=500, shipping_vat_rate=2100).shares == [VatShare(2100, 500, 87), VatShare(600, 960, 54)]
    assert vat_inside([BREAD], shipping=0).shares == [VatShare(600, 960, 54)]


CHAIR = Line(12000, 1, 2100, is_margin=True)


@pytest.mark.parametrize(
    ("lines", "shipping", "expected"),
    [
        ([CHAIR], 0, VatInside([], names_margin_scheme=True)),
        ([CHAIR], 900, VatInside([], names_margin_scheme=True)),
        ([CHAIR, BAG], 900, VatInside([VatShare(2100, 2790, 484)], names_margin_scheme=True)),
        ([BAG], 900, VatInside([VatShare(2100, 2790, 484)], names_margin_scheme=False)),
    ],
    ids=["collected", "delivered", "beside ordinary goods", "ordinary goods alone"],
)
def test_vat_of_goods_under_the_margin_scheme_is_not_shown_and_the_scheme_is_named(lines, shipping, expected):
    """Belgian VAT code, art. 58 § 4: the VAT of the margin must not appear (law.md L3)."""
    assert vat_inside(lines, shipping=shipping) == expected


@pytest.mark.parametrize(("rate", "written"), [(2100, "21"), (600, "6"), (550, "5.5"), (0, "0")])
def test_rate_is_written_without_zeros(rate, written):
    assert VatShare(rate, 1, 0).percent == written


@given(LINES, SHIPPING)
def test_total_is_the_sum_of_its_parts(lines, shipping):
    totals = order_totals(lines, shipping=shipping)

    assert totals.total == totals.subtotal + totals.shipping == sum(line.unit_price * line.quantity for line in lines) + shipping
    assert totals == order_totals(reversed(lines), shipping=shipping)


@given(LINES, SHIPPING)
def test_vat_shares_cover_the_whole_total_once(lines, shipping):
    shares = vat_inside(lines, shipping=shipping).shares

    assert sum(share.gross for share in shares) == order_totals(lines, shipping=shipping).total
    assert [share.rate for share in shares] == sorted({share.rate for share in shares}, reverse=True)
    assert all(share.vat == vat_included(share.gross, share.rate) and 0 <= share.vat < max(share.gross, 1) for share in shares)


# ---- holding ------------------------------------------------------------------------------------

MINUTE = dt.timedelta(minutes=1)
RULE = HoldRule(step=20 * MINUTE, at_most=60 * MINUTE, pause=10 * MINUTE)
START = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("began", "at", "expected"),
    [
        (None, 0, (0, 20)),
        (0, 5, (0, 25)),
        (0, 50, (0, 60)),
        (0, 60, (0, 60)),
        (0, 69, (0, 60)),
        (0, 70, (70, 90)),
    ],
    ids=["first step", "a later step", "near the end", "at the end", "in the pause", "after the pause"],
)
def test_a_checkout_holds_for_an_hour_at_most_and_then_pauses(began, at, expected):
    began_at = None if began is None else START + began * MINUTE

    window = RULE.window(began_at=began_at, now=START + at * MINUTE)

    assert window == tuple(START + minutes * MINUTE for minutes in expected)


# ---- steps --------------------------------------------------------------------------------------

PAYMENTS = ("unpaid", "awaiting", "paid", "refunded")
POSSIBLE = {
    Step.PAY: {
        (order, payment, where)
        for order in ("open", "canceled")
        for payment in ("awaiting", "unpaid")
        for where in ("to_prepare", "ready", "handed_over")
    },
    Step.EXPIRE: {("open", "awaiting", "to_prepare")},
    Step.MARK_READY: {("open", payment, "to_prepare") for payment in ("unpaid", "paid", "refunded")},
    Step.HAND_OVER: {("open", payment, where) for payment in ("unpaid", "paid", "refunded") for where in ("to_prepare", "ready")},
    Step.CANCEL: {("open", payment, where) for payment in PAYMENTS for where in ("to_prepare", "ready")},
}
EVERY_STATE = list(itertools.product(["open", "completed", "canceled"], PAYMENTS, ["to_prepare", "ready", "handed_over"]))


@pytest.mark.parametrize("step", Step)
def test_step_is_possible_from_these_states_and_no_others(step):
    possible = {state for state in EVERY_STATE if may(step, order=state[0], payment=state[1], fulfillment=state[2])}

    assert possible == POSSIBLE[step]


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (("open", "unpaid", "to_prepare"), Step.MARK_READY),
        (("open", "paid", "ready"), Step.HAND_OVER),
        (("open", "awaiting", "to_prepare"), None),
        (("completed", "paid", "handed_over"), None),
        (("canceled", "unpaid", "to_prepare"), None),
    ],
)
def test_next_step_of_an_order(state, step):
    assert next_step(order=state[0], payment=state[1], fulfillment=state[2]) == step


@pytest.mark.parametrize(
    ("wanted", "available", "is_unique", "offered"),
    [
        (2, 5, False, 2),
        (5, 5, False, 5),
        (6, 5, False, 5),
        (10**17, 5, False, 5),
        (3, 0, False, 0),
        (0, 5, False, 0),
        (-4, 5, False, 0),
        (3, 1, True, 1),
        (3, 5, True, 1),
        (1, 0, True, 0),
    ],
)
def test_offer_of_what_is_left(wanted, available, is_unique, offered):
    assert offer(wanted=wanted, available=available, is_unique=is_unique) == offered
