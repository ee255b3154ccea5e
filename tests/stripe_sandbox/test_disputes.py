"""Payments that are contested."""

import datetime as dt

import pytest
import stripe

from stripe_sandbox import dashboard
from stripe_sandbox.services.advance_clock import advance_clock
from tests.stripe_sandbox.conftest import Sandbox
from tests.stripe_sandbox.money import DISPUTED, INQUIRED, paid, refunded, told, v1


def test_disputed_card_is_contested_at_once(sandbox: Sandbox) -> None:
    charge = paid(sandbox, DISPUTED)

    dispute = v1(sandbox).disputes.list(params={"charge": charge.id}, options=sandbox.as_shop()).data[0]

    assert (dispute.amount, dispute.status, dispute.reason) == (780, "needs_response", "fraudulent")
    assert dispute.evidence_details.due_by > dispute.created
    assert [(one.amount, one.fee) for one in dispute.balance_transactions] == [(-780, 2000)]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        refunded(sandbox, charge)
    assert refused.value.code == "charge_disputed"
    assert told(sandbox)[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


@pytest.mark.parametrize(
    ("evidence", "status", "last"),
    [
        ("winning_evidence", "won", "charge.dispute.funds_reinstated"),
        ("losing_evidence", "lost", "charge.dispute.closed"),
    ],
)
def test_bank_decides_by_the_evidence(sandbox: Sandbox, evidence: str, status: str, last: str) -> None:
    dispute = v1(sandbox).disputes.list(params={"charge": paid(sandbox, DISPUTED).id}, options=sandbox.as_shop()).data[0]

    params = {"evidence": {"uncategorized_text": evidence}, "submit": True}
    answered = v1(sandbox).disputes.update(dispute.id, params=params, options=sandbox.as_shop())
    advance_clock(dt.timedelta(days=31))

    assert (answered.status, answered.evidence_details.submission_count) == ("under_review", 1)
    closed = v1(sandbox).disputes.retrieve(dispute.id, options=sandbox.as_shop())
    assert (closed.status, sum(one.net for one in closed.balance_transactions)) == (status, 0 if status == "won" else -2780)
    assert last in told(sandbox)


def test_dispute_without_an_answer_is_lost_in_time(sandbox: Sandbox) -> None:
    dispute_id = dashboard.dispute(paid(sandbox).id)

    advance_clock(dt.timedelta(days=10))

    dispute = v1(sandbox).disputes.retrieve(dispute_id, options=sandbox.as_shop())
    assert (dispute.status, dispute.evidence_details.past_due) == ("lost", True)


def test_giving_in_loses_the_dispute(sandbox: Sandbox) -> None:
    dispute_id = dashboard.dispute(paid(sandbox).id)

    assert v1(sandbox).disputes.close(dispute_id, options=sandbox.as_shop()).status == "lost"


def test_inquiry_takes_no_money_and_closes(sandbox: Sandbox) -> None:
    charge = paid(sandbox, INQUIRED)
    dispute = v1(sandbox).disputes.list(params={"charge": charge.id}, options=sandbox.as_shop()).data[0]

    advance_clock(dt.timedelta(days=10))

    assert (dispute.status, dispute.is_charge_refundable, dispute.balance_transactions) == ("warning_needs_response", True, [])
    assert v1(sandbox).disputes.retrieve(dispute.id, options=sandbox.as_shop()).status == "warning_closed"
    assert refunded(sandbox, charge).status == "succeeded"
