"""
What people do outside the API: a shopkeeper in Stripe's Dashboard, a buyer at their bank, Stripe itself.

For tests in Python; the control page and its HTTP interface (`pages/control.py`) call the same functions. Each is
one transaction.
"""

from django.db import transaction

from stripe_sandbox.fixtures.accounts import reconnect
from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.emit_event import NOBODY
from stripe_sandbox.services.onboard_account import ASKED, change_account, disconnect_account
from stripe_sandbox.services.open_dispute import close_dispute, open_dispute
from stripe_sandbox.services.pay_out import pay_out, settle_payout
from stripe_sandbox.services.pay_session import settle_payment
from stripe_sandbox.services.refund_charge import refund_charge, settle_refund
from stripe_sandbox.store import DB


def refund(charge_id: str, amount: int | None = None) -> str:
    """Refund a charge in the Dashboard, so without metadata; returns the refund's id."""
    with transaction.atomic(using=DB):
        charge = _locked(charge_id)
        made = refund_charge(charge_id, account=charge.account, amount=amount, details={}, with_fee=False, cause=NOBODY)
    return made.stripe_id


def end_refund(refund_id: str, status: str) -> None:
    """Let a refund that waits end as `succeeded`, `failed` or `canceled`; one that had succeeded may still fail."""
    if status not in ("succeeded", "failed", "canceled"):
        raise ValueError("a refund ends as succeeded, failed or canceled")
    with transaction.atomic(using=DB):
        settle_refund(_locked(refund_id), status=status)


def dispute(charge_id: str, *, is_inquiry: bool = False) -> str:
    """Contest a charge at the buyer's bank; returns the dispute's id."""
    with transaction.atomic(using=DB):
        return open_dispute(_locked(charge_id), is_inquiry=is_inquiry).stripe_id


def end_dispute(dispute_id: str, status: str) -> None:
    """Let the bank decide: `won`, `lost` or, of an inquiry, `warning_closed`."""
    if status not in ("won", "lost", "warning_closed"):
        raise ValueError("a dispute ends as won, lost or warning_closed")
    with transaction.atomic(using=DB):
        close_dispute(_locked(dispute_id), status)


def end_payment(session_id: str, *, succeeds: bool) -> None:
    """Let a slow bank answer now."""
    with transaction.atomic(using=DB):
        settle_payment(_locked(session_id), succeeds=succeeds)


def send_payout(account: str) -> str:
    """Pay out what is available; returns the payout's id, "" when there was nothing."""
    with transaction.atomic(using=DB):
        made = pay_out(account)
    return made.stripe_id if made else ""


def end_payout(payout_id: str, *, arrives: bool) -> None:
    """Let a payout arrive at the bank, or fail."""
    with transaction.atomic(using=DB):
        settle_payout(_locked(payout_id), arrives=arrives)


def set_account(account_id: str, status: str, capability: str = "") -> None:
    """
    Change what Stripe thinks of a shop: `active`, `pending`, `restricted`, `unsupported`, or its tie to the
    platform: `disconnected`, `connected`. `capability` names one, otherwise all.
    """
    with transaction.atomic(using=DB):
        account = _locked(account_id)
        if status == "disconnected":
            disconnect_account(account)
        elif status == "connected":
            reconnect(account)
        elif status in ("active", "pending", "restricted", "unsupported"):
            change_account(account, status=status, asked=ASKED[:1] if status == "restricted" else (), only=capability)
        else:
            raise ValueError(f"an account cannot be {status}")


def _locked(stripe_id: str) -> StoredObject:
    row = StoredObject.objects.select_for_update().filter(stripe_id=stripe_id).first()
    if row is None:
        raise ValueError(f"there is no {stripe_id}")
    return row
