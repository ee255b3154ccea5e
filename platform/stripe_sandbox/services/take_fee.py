"""The platform's share of a shop's payment: objects on the platform's own account."""

from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY, Cause, emit_event
from stripe_sandbox.services.ledger import book


def take_fee(charge: StoredObject) -> StoredObject:
    """Keep the application fee of a charge and put it on the platform's balance."""
    body = examples.example(
        "application_fee",
        id=ids.new_id("fee_"),
        account=charge.account,
        amount=charge.body["application_fee_amount"],
        charge=charge.stripe_id,
        created=clock.epoch(),
        currency=charge.body["currency"],
        originating_transaction=charge.stripe_id,
        fee_source={"charge": charge.stripe_id, "type": "charge"},
    )
    body["refunds"]["url"] = f"/v1/application_fees/{body['id']}/refunds"
    body["balance_transaction"] = book(body, account="", amount=body["amount"], kind="application_fee", at_once=False)["id"]
    fee = store.create(body, account="")
    emit_event("application_fee.created", fee.body, account="")
    return fee


def refund_fee(fee: StoredObject, amount: int | None, *, metadata: dict[str, Any] | None = None, cause: Cause = NOBODY) -> dict[str, Any]:
    """
    Give a shop back a part of an application fee, in cents, all that is left when None; returns the fee refund.

    :raises ApiError: 400 when nothing or less is left
    """
    left = fee.body["amount"] - fee.body["amount_refunded"]
    if not left:
        raise ApiError(400, f"Application fee {fee.stripe_id} has already been refunded.", code="application_fee_already_refunded")
    if amount is not None and amount > left:
        raise ApiError(400, f"Refund amount ({amount}) is greater than unrefunded amount on fee ({left})", param="amount")
    back = {
        "id": ids.new_id("fr_"),
        "object": "fee_refund",
        "amount": left if amount is None else amount,
        "balance_transaction": None,
        "created": clock.epoch(),
        "currency": fee.body["currency"],
        "fee": fee.stripe_id,
        "metadata": metadata or {},
    }
    back["balance_transaction"] = book(back, account="", amount=-back["amount"], kind="application_fee_refund")["id"]
    store.create(back, account="")
    refunded = fee.body["amount_refunded"] + back["amount"]
    listed = {**fee.body["refunds"], "data": [back, *fee.body["refunds"]["data"]]}
    store.save(fee, amount_refunded=refunded, refunded=refunded == fee.body["amount"], refunds=listed)
    emit_event("application_fee.refunded", fee.body, account="", cause=cause)
    return back
