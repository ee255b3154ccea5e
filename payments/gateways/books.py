"""Stripe's books in our words: what moved on an account's balance, and what went to its bank."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

# Stripe's types of balance transactions (docs.stripe.com/reports/balance-transaction-types) that are not "other".
KINDS = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "payment_reversal": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "refund_failure",
    "payout": "payout",
    "payout_failure": "payout_failure",
    "payout_cancel": "payout_failure",
    "stripe_fee": "fee",
    "application_fee": "fee",
    "tax_fee": "fee",
}
CATEGORIES = {"dispute": "dispute", "dispute_reversal": "dispute_reversal", "fee": "fee", "refund_failure": "refund_failure"}


@dataclass(frozen=True)
class EntryFacts:
    """
    One movement of the balance, in signed cents. `kind` is one of payments.models.EntryKind.

    `payment_intent_id` is that of the payment it is about, `method` with what that was paid; both may be empty.
    """

    id: str
    kind: str
    type: str
    amount: int
    stripe_fee: int
    platform_fee: int
    net: int
    currency: str
    happened_at: dt.datetime
    available_on: dt.date
    source_id: str
    payment_intent_id: str = ""
    method: str = ""


@dataclass(frozen=True)
class PayoutFacts:
    """Money sent to the bank, in cents. `state` is pending, in_transit, paid, failed or canceled."""

    id: str
    amount: int
    currency: str
    state: str
    is_automatic: bool
    sent_at: dt.datetime
    arrives_on: dt.date
    failure: str = ""


def entry_facts(entry: dict[str, Any]) -> EntryFacts:
    """Return a balance transaction, fetched with its source, in our words."""
    source = entry.get("source")
    whole: dict[str, Any] = source if isinstance(source, dict) else {"id": source or ""}
    platform_fee = sum(part["amount"] for part in entry["fee_details"] if part["type"] == "application_fee")
    return EntryFacts(
        id=entry["id"],
        kind=KINDS.get(entry["type"]) or CATEGORIES.get(entry["reporting_category"], "other"),
        type=entry["type"],
        amount=entry["amount"],
        stripe_fee=entry["fee"] - platform_fee,
        platform_fee=platform_fee,
        net=entry["net"],
        currency=entry["currency"].upper(),
        happened_at=_moment(entry["created"]),
        available_on=_moment(entry["available_on"]).date(),
        source_id=whole["id"],
        payment_intent_id=_id_of(whole.get("payment_intent")),
        method=method_of(whole),
    )


def payout_facts(payout: dict[str, Any]) -> PayoutFacts:
    """Return a payout in our words."""
    return PayoutFacts(
        id=payout["id"],
        amount=payout["amount"],
        currency=payout["currency"].upper(),
        state=payout["status"],
        is_automatic=payout["automatic"],
        sent_at=_moment(payout["created"]),
        arrives_on=_moment(payout["arrival_date"]).date(),
        failure=payout.get("failure_message") or payout.get("failure_code") or "",
    )


def method_of(charge: Any) -> str:
    """Return with what a charge was paid, in Stripe's word (card, bancontact, ...); empty when it is not known whole."""
    details = charge.get("payment_method_details") if isinstance(charge, dict) else None
    return str(details.get("type") or "") if isinstance(details, dict) else ""


def _id_of(thing: Any) -> str:
    return str(thing.get("id") or "") if isinstance(thing, dict) else str(thing or "")


def _moment(epoch: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(epoch, dt.UTC)
