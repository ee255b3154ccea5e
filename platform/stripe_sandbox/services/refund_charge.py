"""Money goes back to the buyer, from the shop's balance."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.rules.fees import proportional_fee
from stripe_sandbox.services.emit_event import Cause, emit_event


def refund_charge(
    charge_id: str, *, account: str, amount: int | None, details: dict[str, Any], with_fee: bool, cause: Cause
) -> StoredObject:
    """
    Refund a charge, all that is left of it when `amount` (cents) is None. Locks the charge.

    `details` are further fields of the refund (reason, metadata). `with_fee` gives the platform's fee
    back in proportion. Refunds of test cards succeed at once.

    :raises ApiError: 400 when the charge was not paid, is refunded already, or has less left
    """
    charge = store.find("charge", charge_id, account=account, lock=True)
    amount = _allowed_amount(charge, amount)
    refund_id, transaction_id = ids.new_id("re_"), ids.new_id("txn_")
    body = {
        "id": refund_id,
        "amount": amount,
        "balance_transaction": transaction_id,
        "charge": charge.stripe_id,
        "created": clock.epoch(),
        "currency": charge.body["currency"],
        "payment_intent": charge.body["payment_intent"],
        "status": "succeeded",
    }
    refund = store.create(examples.example("refund", **body, **details), account=account)
    _book(refund, transaction_id)
    refunded = charge.body["amount_refunded"] + amount
    store.save(charge, amount_refunded=refunded, refunded=refunded == charge.body["amount"])
    if with_fee:
        _refund_fee(charge)
    emit_event("refund.created", refund.body, account=account, cause=cause)
    emit_event("charge.refunded", charge.body, account=account, cause=cause)
    return refund


def _allowed_amount(charge: StoredObject, amount: int | None) -> int:
    if not charge.body["paid"]:
        raise ApiError(400, f"Charge {charge.stripe_id} was not paid, so it cannot be refunded.", param="charge")
    left = charge.body["amount"] - charge.body["amount_refunded"]
    if left == 0:
        raise ApiError(400, f"Charge {charge.stripe_id} has already been refunded.", code="charge_already_refunded")
    if amount is not None and amount > left:
        raise ApiError(400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    return left if amount is None else amount


def _book(refund: StoredObject, transaction_id: str) -> None:
    body = examples.example(
        "balance_transaction",
        id=transaction_id,
        amount=-refund.body["amount"],
        available_on=clock.epoch(),
        created=clock.epoch(),
        currency=refund.body["currency"],
        net=-refund.body["amount"],
        reporting_category="refund",
        source=refund.stripe_id,
        type="refund",
    )
    store.create(body, account=refund.account)


def _refund_fee(charge: StoredObject) -> None:
    fee = store.peek(charge.body["application_fee"] or "")
    if fee is None:
        return
    back = proportional_fee(
        fee=fee.body["amount"],
        fee_refunded=fee.body["amount_refunded"],
        amount=charge.body["amount"],
        amount_refunded=charge.body["amount_refunded"],
    )
    refunded = fee.body["amount_refunded"] + back
    store.save(fee, amount_refunded=refunded, refunded=refunded == fee.body["amount"])
