"""Payment pages: Stripe's Checkout Sessions."""

from typing import Any

from payments.gateways.base import CheckoutSession, GatewayRefused, SessionParams
from payments.gateways.books import method_of
from payments.gateways.stripe.client import our_errors
from payments.gateways.stripe.shop_calls import ShopCalls


class SessionCalls(ShopCalls):
    """The payment pages of one shop's account."""

    def create_session(self, params: SessionParams, *, idempotency_key: str) -> CheckoutSession:
        """
        Make the payment page of an attempt; the same key with the same parameters gives the same page.

        :raises GatewayError: see payments.gateways.base
        """
        with our_errors():
            session = self._v1().checkout.sessions.create(params=params, options=self._options(idempotency_key))  # type: ignore[arg-type]
            return _session(session.to_dict())

    def fetch_session(self, session_id: str) -> CheckoutSession:
        """
        Return a payment page as it is now.

        :raises GatewayRefused: with the code resource_missing, if this account has no such page
        """
        with our_errors():
            params = {"expand": ["payment_intent.latest_charge"]}
            return _session(self._v1().checkout.sessions.retrieve(session_id, params=params, options=self._options()).to_dict())

    def expire_session(self, session_id: str) -> CheckoutSession:
        """
        Close a payment page, and return it as it is then: it may have been paid just before.

        Never cancels its PaymentIntent, which belongs to the page (stripe.md, trap 12).
        """
        try:
            with our_errors():
                return _session(self._v1().checkout.sessions.expire(session_id, options=self._options()).to_dict())
        except GatewayRefused:
            session = self.fetch_session(session_id)
            if session.is_open:
                raise
            return session


def _session(session: dict[str, Any]) -> CheckoutSession:
    intent = session.get("payment_intent")  # an id, or the whole of it when asked for
    whole: dict[str, Any] = intent if isinstance(intent, dict) else {"id": intent or "", "status": ""}
    return CheckoutSession(
        id=session["id"],
        status=session["status"],
        payment_status=session["payment_status"],
        amount=session["amount_total"],
        currency=session["currency"].upper(),
        url=session.get("url") or "",
        reference=session.get("client_reference_id") or "",
        payment_intent_id=whole["id"],
        intent_status=whole["status"],
        method=method_of(whole.get("latest_charge")),
        metadata=dict(session.get("metadata") or {}),
    )
