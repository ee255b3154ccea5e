"""What a gateway tells us and how it fails, in our own words: nothing of the client library comes further than this."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


class GatewayError(Exception):
    """Something went wrong between us and the gateway; the subclasses say what is known of the deed."""


class GatewayUnavailable(GatewayError):
    """No answer: it may have been done or not. Ask again later with the same key."""


class GatewayBroken(GatewayError):
    """
    It answered that it failed inside. The same key will get this answer for a day.

    Stripe's API v1 keeps a 500 with its key (docs.stripe.com/api/idempotent_requests): a new
    attempt needs a new key.
    """


class GatewayRefused(GatewayError):
    """It understood and said no. `code` is the gateway's own word, may be empty."""

    def __init__(self, message: str, *, code: str = "", param: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.param = param


class AccountDisconnected(GatewayError):
    """The shop took our access to its account away, or closed it."""


class BadSignature(GatewayError):
    """A message that the gateway did not sign, or that nobody can read."""


@dataclass(frozen=True)
class CheckoutSession:
    """
    A hosted payment page as the gateway knows it now. Amount in cents, currency as "EUR".

    `status` is open, complete or expired; `payment_status` paid, unpaid or no_payment_required.
    `url` is empty when the page can't be paid on any more. `intent_status` is known when the page was
    fetched, not when it was made; `method` (card, bancontact, ...) when it was fetched and is paid.
    """

    id: str
    status: str
    payment_status: str
    amount: int
    currency: str
    url: str
    reference: str
    payment_intent_id: str
    intent_status: str = ""
    method: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def is_paid(self) -> bool:
        return self.status == "complete" and self.payment_status in ("paid", "no_payment_required")

    @property
    def has_failed(self) -> bool:
        """The customer did all they can, and the bank said no days later."""
        return self.status == "complete" and not self.is_paid and self.intent_status in ("requires_payment_method", "canceled")

    @property
    def is_processing(self) -> bool:
        """The customer did all they can; the bank has not said yes yet."""
        return self.status == "complete" and not self.is_paid and not self.has_failed

    @property
    def is_open(self) -> bool:
        return self.status == "open"


@dataclass(frozen=True)
class RefundFacts:
    """
    Money on its way back, in cents. `status` is pending, requires_action, succeeded, failed or canceled.

    `metadata` is ours when we made it; one made in the gateway's own dashboard has none.
    """

    id: str
    status: str
    amount: int
    failure_reason: str = ""
    payment_intent_id: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DisputeFacts:
    """A payment that a customer contests at their bank, in cents; `status` and `reason` in the gateway's words."""

    id: str
    status: str
    amount: int
    currency: str
    reason: str
    payment_intent_id: str
    is_refundable: bool
    created_at: dt.datetime
    evidence_due_at: dt.datetime | None = None
    has_evidence: bool = False


@dataclass(frozen=True)
class AccountFacts:
    """A shop's account. `capabilities` maps a name such as card_payments to its status; `open_requirements` to be met by the shopkeeper."""

    id: str
    capabilities: dict[str, str]
    open_requirements: tuple[str, ...] = ()
    is_closed: bool = False
    deadline: str = ""  # ISO 8601: after it Stripe takes a capability away; empty when it names none


@dataclass(frozen=True)
class EventFacts:
    """A signed message: something happened to `object_id` on `account_id`. What exactly, one must ask."""

    id: str
    type: str
    account_id: str
    object_id: str
    is_live: bool
    created: str = ""


SessionParams = dict[str, Any]
