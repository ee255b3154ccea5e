"""Money on its way back: Stripe's Refunds."""

import datetime as dt
from typing import Any

from payments.gateways.base import RefundFacts
from payments.gateways.stripe.client import our_errors
from payments.gateways.stripe.lists import PAGE_SIZE, since_filter
from payments.gateways.stripe.shop_calls import ShopCalls


class RefundCalls(ShopCalls):
    """The refunds of one shop's account."""

    def refund(
        self, *, payment_intent_id: str, amount: int, metadata: dict[str, str], idempotency_key: str, with_fee: bool = False
    ) -> RefundFacts:
        """
        Give `amount` cents of a payment back.

        `with_fee` gives our own fee back in proportion; only for a payment that had one.
        """
        params: Any = {
            "payment_intent": payment_intent_id,
            "amount": amount,
            "reason": "requested_by_customer",
            "metadata": metadata,
        }
        if with_fee:
            params["refund_application_fee"] = True
        with our_errors():
            return _refund(self._v1().refunds.create(params=params, options=self._options(idempotency_key)).to_dict())

    def fetch_refund(self, refund_id: str) -> RefundFacts:
        """Return a refund as it is now."""
        with our_errors():
            return _refund(self._v1().refunds.retrieve(refund_id, options=self._options()).to_dict())

    def list_refunds(self, *, payment_intent_id: str = "", charge_id: str = "", since: dt.datetime | None = None) -> list[RefundFacts]:
        """Return all refunds of a payment, or of the whole account made `since` then, newest first."""
        asked = {"payment_intent": payment_intent_id, "charge": charge_id, "created": since_filter(since), "limit": PAGE_SIZE}
        params = {name: value for name, value in asked.items() if value}
        with our_errors():
            listed = self._v1().refunds.list(params=params, options=self._options())
            return [_refund(refund.to_dict()) for refund in listed.auto_paging_iter()]


def _refund(refund: dict[str, Any]) -> RefundFacts:
    return RefundFacts(
        id=refund["id"],
        status=refund["status"],
        amount=refund["amount"],
        failure_reason=refund.get("failure_reason") or "",
        payment_intent_id=refund.get("payment_intent") or "",
        metadata=dict(refund.get("metadata") or {}),
    )
