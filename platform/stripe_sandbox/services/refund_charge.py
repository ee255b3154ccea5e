"""
Money goes back to the buyer, from the shop's balance.

A refund succeeds at once, or waits for the bank (or the buyer) and then succeeds, fails or is canceled.
"""

import datetime as dt
from typing import Any

from stripe_sandbox import clock, examples, ids, store, switches
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.fees import proportional_fee
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.ledger import balance_of, book, fee
from stripe_sandbox.services.take_fee import refund_fee

BANK_TAKES = dt.timedelta(minutes=2)
FATES = {  # what a card or a switch orders -> (status at first, status in the end)
    "at_once": ("succeeded", ""),
    "pending": ("pending", "succeeded"),
    "fail": ("pending", "failed"),
    "requires_action": ("requires_action", ""),
}


def refund_charge(
    charge_id: str, *, account: str, amount: int | None, details: dict[str, Any], with_fee: bool, cause: Cause
) -> StoredObject:
    """
    Refund a charge, all that is left of it when `amount` (cents) is None. Locks the charge.

    `details` are further fields of the refund (reason, metadata). `with_fee` gives the platform's fee
    back in proportion.

    :raises ApiError: 400 when the charge was not paid, is refunded or disputed already, or has less left,
        or the balance does not cover it
    """
    charge = store.find("charge", charge_id, account=account, lock=True)
    amount = _allowed_amount(charge, amount)
    status, ends = FATES[_fate(charge)]
    refund = store.create(
        examples.example(
            "refund",
            id=ids.new_id("re_" if charge.stripe_id.startswith("ch_") else "pyr_"),
            amount=amount,
            charge=charge.stripe_id,
            created=clock.epoch(),
            currency=charge.body["currency"],
            payment_intent=charge.body["payment_intent"],
            status=status,
            **details,
        ),
        account=account,
        state={"ends": ends},
        deadline_at=clock.now() + BANK_TAKES if ends else None,
    )
    refunded = charge.body["amount_refunded"] + amount
    store.save(charge, amount_refunded=refunded, refunded=refunded == charge.body["amount"])
    back = _fee_back(charge, cause) if with_fee else 0
    _book(refund, back)
    emit_event("refund.created", refund.body, account=account, cause=cause)
    emit_event("charge.refunded", charge.body, account=account, cause=cause)
    return refund


def settle_refund(refund: StoredObject, *, status: str = "", cause: Cause = NOBODY) -> StoredObject:
    """
    End a refund that waits: succeeded, failed or canceled; what it was going to be when empty. Expects it locked.

    When it does not arrive, the money is back on the shop's balance. The platform's fee stays where it went. A bank
    may send back what had succeeded (docs.stripe.com/refunds#failed-refunds).

    :raises ApiError: 400 when it waits for nothing
    """
    bounces = refund.body["status"] == "succeeded" and status == "failed"
    if refund.body["status"] not in ("pending", "requires_action") and not bounces:
        raise ApiError(400, f"Refund {refund.stripe_id} has a status of {refund.body['status']} and cannot change any more.")
    status = status or refund.state["ends"]
    refund.deadline_at = None
    changes: dict[str, Any] = {"status": status}
    if status != "succeeded":
        changes["failure_balance_transaction"] = book(
            refund.body, account=refund.account, amount=refund.body["amount"], kind="refund_failure"
        )["id"]
        _take_back(refund)
    if status == "failed":
        changes["failure_reason"] = "lost_or_stolen_card" if refund.stripe_id.startswith("re_") else "unknown"
    store.save(refund, **changes)
    for kind in ("refund.updated", "charge.refund.updated", *(["refund.failed"] if status == "failed" else [])):
        emit_event(kind, refund.body, account=refund.account, cause=cause)
    return refund


def _fate(charge: StoredObject) -> str:
    """A card made for it decides (rules.cards), otherwise the switch."""
    later = str(charge.state.get("later", ""))
    return later.removeprefix("refund_") if later.startswith("refund_") else switches.options().refunds


def _allowed_amount(charge: StoredObject, amount: int | None) -> int:
    if not charge.body["paid"]:
        raise ApiError(400, f"Charge {charge.stripe_id} was not paid, so it cannot be refunded.", param="charge")
    if charge.body["disputed"] and not charge.state.get("refundable"):
        raise ApiError(400, f"Charge {charge.stripe_id} has been charged back; cannot issue a refund.", code="charge_disputed")
    left = charge.body["amount"] - charge.body["amount_refunded"]
    if left == 0:
        raise ApiError(400, f"Charge {charge.stripe_id} has already been refunded.", code="charge_already_refunded")
    if amount is not None and amount > left:
        raise ApiError(400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    wanted = left if amount is None else amount
    if switches.options().refunds_need_balance and balance_of(charge.account, "available").get(charge.body["currency"], 0) < wanted:
        # message and code as seen at Stripe: github.com/Automattic/woocommerce-payments/issues/10025 and 10425
        raise ApiError(400, "Insufficient funds in your Stripe balance to refund this amount.", code="insufficient_balance_for_refund")
    return wanted


def _book(refund: StoredObject, fee_back: int) -> None:
    kind = "refund" if refund.stripe_id.startswith("re_") else "payment_refund"
    fees = [fee(-fee_back, refund.body["currency"], "application_fee")] if fee_back else []
    booked = book(refund.body, account=refund.account, amount=-refund.body["amount"], kind=kind, fees=fees)
    store.save(refund, balance_transaction=booked["id"])


def _fee_back(charge: StoredObject, cause: Cause) -> int:
    """Refund the platform's fee in proportion; returns how many cents went back to the shop."""
    taken = store.peek(charge.body["application_fee"] or "")
    if taken is None:
        return 0
    back = proportional_fee(
        fee=taken.body["amount"],
        fee_refunded=taken.body["amount_refunded"],
        amount=charge.body["amount"],
        amount_refunded=charge.body["amount_refunded"],
    )
    if back:
        refund_fee(taken, back, cause=cause)
    return back


def _take_back(refund: StoredObject) -> None:
    charge = store.find("charge", refund.body["charge"], account=refund.account, lock=True)
    store.save(charge, amount_refunded=charge.body["amount_refunded"] - refund.body["amount"], refunded=False)
