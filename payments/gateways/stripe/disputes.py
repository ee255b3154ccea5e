"""Payments that customers contest: Stripe's Disputes."""

import datetime as dt
from typing import Any

from payments.gateways.base import DisputeFacts
from payments.gateways.stripe.client import our_errors
from payments.gateways.stripe.lists import PAGE_SIZE, since_filter
from payments.gateways.stripe.shop_calls import ShopCalls


class DisputeCalls(ShopCalls):
    """The disputes of one shop's account."""

    def fetch_dispute(self, dispute_id: str) -> DisputeFacts:
        """Return a dispute as it is now."""
        with our_errors():
            return _dispute(self._v1().disputes.retrieve(dispute_id, options=self._options()).to_dict())

    def list_disputes(self, *, since: dt.datetime) -> list[DisputeFacts]:
        """Return all disputes of the account opened `since` then, newest first."""
        with our_errors():
            listed = self._v1().disputes.list(params={"created": since_filter(since), "limit": PAGE_SIZE}, options=self._options())
            return [_dispute(dispute.to_dict()) for dispute in listed.auto_paging_iter()]


def _dispute(dispute: dict[str, Any]) -> DisputeFacts:
    evidence = dispute.get("evidence_details") or {}
    due_by = evidence.get("due_by")
    return DisputeFacts(
        id=dispute["id"],
        status=dispute["status"],
        amount=dispute["amount"],
        currency=dispute["currency"].upper(),
        reason=dispute.get("reason") or "",
        payment_intent_id=dispute.get("payment_intent") or "",
        is_refundable=bool(dispute.get("is_charge_refundable")),
        created_at=dt.datetime.fromtimestamp(dispute["created"], dt.UTC),
        evidence_due_at=dt.datetime.fromtimestamp(due_by, dt.UTC) if due_by else None,
        has_evidence=bool(evidence.get("has_evidence")),
    )
