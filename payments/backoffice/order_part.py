"""What payments show on an order's page: refunds and disputes."""

from dataclasses import dataclass

from orders.backoffice.order_view import MoneyPart, register_money_part
from orders.models import Order
from payments.backoffice.dashboard import dashboard_url
from payments.backoffice.unseen import UnseenRow, unseen_rows
from payments.backoffice.words import refund_trouble
from payments.models import Dispute, Refund, RefundState
from payments.selectors.refunds import kept_after_disputes, payer_account


@dataclass(frozen=True)
class RefundRow:
    """A refund, where it stands (`stage`) and why it failed in words."""

    refund: Refund
    stage: str
    trouble: str = ""


@dataclass(frozen=True)
class DisputeRow:
    """A dispute, and where to answer it."""

    row: Dispute
    url: str


@dataclass(frozen=True)
class OrderMoney:
    """What is drawn under what an order costs. `is_kept`: it is canceled, and after a dispute its money is still with the shop."""

    unseen: list[UnseenRow]
    refunds: list[RefundRow]
    disputes: list[DisputeRow]
    payer: str
    is_kept: bool = False


def register() -> None:
    register_money_part(MoneyPart("backoffice/payments/_order_money.html", load_order_money))


def load_order_money(*, order: Order) -> OrderMoney | None:
    """Return what there is to say of an order's money; None for nothing.

    Three statements, one more when the shop gives back a transfer, and one of a contested and canceled order.
    """
    refunds = [refund_row(refund) for refund in order.refunds.all()]
    disputes = [dispute_row(dispute) for dispute in Dispute.objects.filter(attempt__order=order)]
    payer = payer_account(order) if any(row.stage == "todo" and row.refund.way == "transfer" for row in refunds) else ""
    is_kept = bool(disputes) and order.is_canceled and kept_after_disputes().filter(pk=order.pk).exists()
    unseen = unseen_rows(order)
    return OrderMoney(unseen, refunds, disputes, payer, is_kept) if unseen or refunds or disputes else None


def refund_row(refund: Refund) -> RefundRow:
    """Return a refund with its stage: todo, sending, pending, done, failed, or left when a failed one was taken care of."""
    if refund.state == RefundState.FAILED:
        return RefundRow(refund, "left" if refund.settled_at else "failed", refund_trouble(refund.code))
    if refund.state == RefundState.NEW:
        return RefundRow(refund, "todo" if refund.is_by_hand else "sending")
    return RefundRow(refund, "pending" if refund.state == RefundState.PENDING else "done")


def dispute_row(dispute: Dispute) -> DisputeRow:
    """Return a dispute with the page of the shop's own Stripe account; of play money that of the sandbox."""
    return DisputeRow(dispute, dashboard_url(f"disputes/{dispute.stripe_dispute_id}"))
