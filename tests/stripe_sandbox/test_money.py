"""The books: fees, balances, payouts, refunds that wait."""

import datetime as dt

import pytest
import stripe

from stripe_sandbox import dashboard, switches
from stripe_sandbox.services.advance_clock import advance_clock
from tests.stripe_sandbox.conftest import BAKERY, Sandbox
from tests.stripe_sandbox.money import AT_ONCE, DISPUTED, REFUND_FAILS, REFUND_WAITS, balance, paid, refunded, told, v1


def test_money_is_pending_then_available_then_paid_out(sandbox: Sandbox) -> None:
    paid(sandbox)
    net = 780 - 37 - 12
    first = balance(sandbox)

    advance_clock(dt.timedelta(days=3))  # past the third midnight and not yet past the fourth, whatever the time is
    on_its_way = balance(sandbox)
    payout = v1(sandbox).payouts.list(options=sandbox.as_shop()).data[0]
    advance_clock(dt.timedelta(days=1))

    assert (first, on_its_way) == ((0, net), (0, 0))
    assert (payout.amount, payout.status) == (net, "in_transit")
    arrived = v1(sandbox).payouts.retrieve(payout.id, options=sandbox.as_shop())
    assert (arrived.status, arrived.reconciliation_status) == ("paid", "completed")
    carried = v1(sandbox).balance_transactions.list(params={"payout": payout.id}, options=sandbox.as_shop())
    assert sorted(one.type for one in carried.data) == ["charge", "payout"]
    assert sum(one.net for one in carried.data) == 0
    assert "payout.paid" in told(sandbox)


def test_payout_that_fails_comes_back(sandbox: Sandbox) -> None:
    switches.set_options(payouts="fail")
    paid(sandbox, AT_ONCE)
    dashboard.send_payout(BAKERY)

    advance_clock(dt.timedelta(days=1, hours=1))

    payout = v1(sandbox).payouts.list(params={"status": "failed"}, options=sandbox.as_shop()).data[0]
    assert (payout.failure_code, payout.failure_balance_transaction is not None) == ("account_closed", True)
    assert balance(sandbox)[0] == 780 - 49
    assert "payout.failed" in told(sandbox)


def test_card_for_it_is_available_at_once(sandbox: Sandbox) -> None:
    paid(sandbox, AT_ONCE)

    assert balance(sandbox) == (780 - 49, 0)


def test_platform_gets_its_fee_and_gives_it_back(sandbox: Sandbox) -> None:
    charge = paid(sandbox)
    fee = v1(sandbox).application_fees.list(params={"charge": charge.id}).data[0]

    refunded(sandbox, charge, amount=390, refund_application_fee=True)
    rest = v1(sandbox).application_fees.refunds.create(fee.id, params={"amount": 2})

    assert (fee.amount, fee.account) == (12, BAKERY)
    assert (rest.amount, rest.fee) == (2, fee.id)
    after = v1(sandbox).application_fees.retrieve(fee.id)
    assert (after.amount_refunded, after.refunded, [one.amount for one in after.refunds.data]) == (8, False, [2, 6])
    assert [one.amount for one in v1(sandbox).application_fees.refunds.list(fee.id).data] == [2, 6]
    back = v1(sandbox).balance_transactions.list(params={"type": "refund"}, options=sandbox.as_shop()).data[0]
    assert (back.amount, back.fee, back.net) == (-390, -6, -384)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        v1(sandbox).application_fees.refunds.create(fee.id, params={"amount": 5})


def test_balance_is_the_sum_of_all_movements(sandbox: Sandbox) -> None:
    charge = paid(sandbox)
    paid(sandbox, DISPUTED)
    refunded(sandbox, charge, amount=300, refund_application_fee=True)

    everything = v1(sandbox).balance_transactions.list(params={"limit": 100}, options=sandbox.as_shop()).data

    assert sum(balance(sandbox)) == sum(one.net for one in everything)
    assert all(one.net == one.amount - one.fee == one.amount - sum(part.amount for part in one.fee_details) for one in everything)


def test_refund_that_the_balance_does_not_cover_is_refused_when_ordered(sandbox: Sandbox) -> None:
    switches.set_options(refunds_need_balance=True)
    charge = paid(sandbox)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refunded(sandbox, charge)

    assert refused.value.code == "insufficient_balance_for_refund"
    assert v1(sandbox).refunds.list(options=sandbox.as_shop()).data == []


@pytest.mark.parametrize(("number", "status"), [(REFUND_WAITS, "succeeded"), (REFUND_FAILS, "failed")])
def test_refund_waits_for_the_bank(sandbox: Sandbox, number: str, status: str) -> None:
    charge = paid(sandbox, number)
    refund = refunded(sandbox, charge)
    before = balance(sandbox)

    advance_clock(dt.timedelta(minutes=3))

    assert (refund.status, refund.destination_details) == ("pending", None)
    assert v1(sandbox).refunds.retrieve(refund.id, options=sandbox.as_shop()).status == status
    after = v1(sandbox).charges.retrieve(charge.id, options=sandbox.as_shop())
    given_back = 780 if status == "failed" else 0
    assert (after.amount_refunded, after.refunded) == (780 - given_back, status == "succeeded")
    assert sum(balance(sandbox)) - sum(before) == given_back
    assert ("refund.failed" in told(sandbox)) is (status == "failed")


def test_refund_that_waits_for_the_buyer_can_be_canceled(sandbox: Sandbox) -> None:
    switches.set_options(refunds="requires_action")
    refund = refunded(sandbox, paid(sandbox))

    canceled = v1(sandbox).refunds.cancel(refund.id, options=sandbox.as_shop())

    assert (refund.status, canceled.status, canceled.failure_balance_transaction is not None) == ("requires_action", "canceled", True)
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        v1(sandbox).refunds.cancel(refund.id, options=sandbox.as_shop())


def test_refund_that_succeeded_cannot_be_canceled(sandbox: Sandbox) -> None:
    refund = refunded(sandbox, paid(sandbox))

    with pytest.raises(stripe.InvalidRequestError):
        v1(sandbox).refunds.cancel(refund.id, options=sandbox.as_shop())


def test_refund_in_the_dashboard_appears_without_metadata(sandbox: Sandbox) -> None:
    charge = paid(sandbox)

    refund_id = dashboard.refund(charge.id, 100)

    refund = v1(sandbox).refunds.retrieve(refund_id, options=sandbox.as_shop())
    assert (refund.amount, refund.metadata.to_dict(), refund.reason) == (100, {}, None)
    assert told(sandbox)[-2:] == ["refund.created", "charge.refunded"]


def test_sessions_intent_is_not_canceled_by_itself(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url, number="4000000000000002")

    with pytest.raises(stripe.InvalidRequestError, match="expire the Checkout Session"):
        v1(sandbox).payment_intents.cancel(sandbox.session(session.id).payment_intent, options=sandbox.as_shop())


def test_coupon_is_taken_off_the_total(sandbox: Sandbox) -> None:
    coupon = v1(sandbox).coupons.create(params={"amount_off": 80, "currency": "eur"}, options=sandbox.as_shop())

    session = sandbox.new_session(discounts=[{"coupon": coupon.id}])

    assert (session.amount_subtotal, session.amount_total, session.total_details.amount_discount) == (780, 700, 80)


def test_account_in_v1_says_the_same(sandbox: Sandbox) -> None:
    before = v1(sandbox).accounts.retrieve(BAKERY)
    dashboard.set_account(BAKERY, "restricted")

    after = v1(sandbox).accounts.retrieve_current(options=sandbox.as_shop())

    assert (before.charges_enabled, before.capabilities.card_payments) == (True, "active")
    assert (after.charges_enabled, after.capabilities.card_payments, after.requirements.currently_due) == (
        False,
        "inactive",
        ["identity.business_details"],
    )
