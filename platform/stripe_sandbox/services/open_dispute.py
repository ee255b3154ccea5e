"""A buyer contests a payment at their bank: https://docs.stripe.com/disputes/how-disputes-work."""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.ledger import book, fee

RESPOND_WITHIN = dt.timedelta(days=9)
BANK_DECIDES_AFTER = dt.timedelta(days=30)
FEE = 2000  # cents; list price in the euro area, from memory
OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")


def open_dispute(charge: StoredObject, *, is_inquiry: bool = False, reason: str = "fraudulent") -> StoredObject:
    """
    Contest a whole charge. An inquiry only asks; a dispute takes the money, with a fee, until it is won.

    Without an answer until `evidence_details.due_by` a dispute is lost and an inquiry closed.
    """
    due_at = clock.now() + RESPOND_WITHIN
    body = examples.example(
        "dispute",
        id=ids.new_id("du_"),
        amount=charge.body["amount"],
        charge=charge.stripe_id,
        created=clock.epoch(),
        currency=charge.body["currency"],
        is_charge_refundable=is_inquiry,
        payment_intent=charge.body["payment_intent"],
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
    )
    body["evidence_details"] |= {"due_by": clock.epoch(due_at), "has_evidence": False, "past_due": False, "submission_count": 0}
    dispute = store.create(body, account=charge.account, deadline_at=due_at)
    charge.state = {**charge.state, "refundable": is_inquiry}
    store.save(charge, disputed=True)
    emit_event("charge.dispute.created", dispute.body, account=charge.account)
    if not is_inquiry:
        fees = [fee(FEE, charge.body["currency"], "stripe_fee")]
        _move(dispute, -dispute.body["amount"], fees, "charge.dispute.funds_withdrawn")
    return dispute


def answer_dispute(dispute: StoredObject, evidence: dict[str, Any], *, submit: bool, cause: Cause) -> StoredObject:
    """Keep the shop's evidence, and send it to the bank when `submit`; the bank decides a month later."""
    details = {**dispute.body["evidence_details"], "has_evidence": bool(evidence) or dispute.body["evidence_details"]["has_evidence"]}
    changes: dict[str, Any] = {"evidence": {**dispute.body["evidence"], **evidence}}
    if submit:
        details["submission_count"] += 1
        changes["status"] = dispute.body["status"].replace("needs_response", "under_review")
        dispute.deadline_at = clock.now() + BANK_DECIDES_AFTER
    store.save(dispute, **changes, evidence_details=details)
    emit_event("charge.dispute.updated", dispute.body, account=dispute.account, cause=cause)
    return dispute


def close_dispute(dispute: StoredObject, status: str = "", *, cause: Cause = NOBODY) -> StoredObject:
    """
    End a dispute: won, lost or warning_closed; when empty, as the evidence says.

    `winning_evidence` as `uncategorized_text` wins (docs.stripe.com/testing#disputes), all else loses. May run twice.
    """
    if dispute.body["status"] not in OPEN:
        return dispute
    was_inquiry = dispute.body["status"].startswith("warning_")
    won = dispute.body["evidence"].get("uncategorized_text") == "winning_evidence" and dispute.body["status"] == "under_review"
    status = status or ("warning_closed" if was_inquiry else "won" if won else "lost")
    dispute.deadline_at = None
    details = {**dispute.body["evidence_details"], "past_due": dispute.body["evidence_details"]["submission_count"] == 0}
    store.save(dispute, status=status, evidence_details=details, is_charge_refundable=False)
    emit_event("charge.dispute.closed", dispute.body, account=dispute.account, cause=cause)
    if status == "won":
        back = [fee(-FEE, dispute.body["currency"], "stripe_fee")]
        _move(dispute, dispute.body["amount"], back, "charge.dispute.funds_reinstated")
    if status in ("won", "warning_closed"):
        _make_refundable(dispute)
    return dispute


def _move(dispute: StoredObject, amount: int, fees: list[dict[str, Any]], kind: str) -> None:
    category = "dispute" if amount < 0 else "dispute_reversal"
    booked = book(dispute.body, account=dispute.account, amount=amount, kind="adjustment", fees=fees, category=category)
    store.save(dispute, balance_transactions=[*dispute.body["balance_transactions"], booked])
    emit_event(kind, dispute.body, account=dispute.account)


def _make_refundable(dispute: StoredObject) -> None:
    charge = store.find("charge", dispute.body["charge"], account=dispute.account, lock=True)
    charge.state = {**charge.state, "refundable": True}
    store.save(charge)
