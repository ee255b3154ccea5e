"""
What came for an order by transfer, and what follows: one function, of the rows alone.

Each deed writes its row (`BankPayment`) and then asks for this; so whatever comes first, twice or at the
same moment, the end is the same: paid once, and each cent is used, too much, or given back.
"""

import datetime as dt
import logging

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import BankTransfer, Order, OrderEventKind, OrderStatus, PaymentMethod, PaymentStatus
from orders.rules.transfer import waiting_from
from orders.rules.transitions import NotPossibleNow
from orders.services.expire_order import keep_awaiting
from orders.services.mark_paid import StockGone, mark_paid
from payments.models import BankPayment, BankPaymentState
from payments.rules.allocation import Came, surpluses
from payments.services.transfer_mails import write_partial_mail

logger = logging.getLogger(__name__)

BY = "transfer"
MORE_DAYS = 7  # for whoever sent too little


@transaction.atomic(using=SHOP_ALIAS)
def settle_transfers(*, order_id: int, now: dt.datetime) -> Order:
    """
    Make an order agree with the money that came for it: paid when it is enough, waiting when it is not.

    An order that was called off as unpaid lives again when its goods are there. What can't be used
    stands as too much on its row, until the shop says that it gave it back. Locks the order, then
    the stock. Safe to run twice.
    """
    order = lock_order(order_id)
    payments = list(BankPayment.objects.filter(order=order, state=BankPaymentState.MATCHED).order_by("surplus_settled_at", "pk"))
    kept = sum(_came(payment).kept for payment in payments)
    transfer = BankTransfer.objects.filter(order=order).first()
    if transfer is not None:
        order = _use(order, transfer, kept=kept, now=now)
    needed = order.total_amount if _uses_transfers(order) else 0
    for payment, surplus in zip(payments, surpluses(map(_came, payments), needed=needed), strict=True):
        if payment.surplus_settled_at is None and payment.surplus_amount != surplus:
            payment.surplus_amount = surplus
            payment.save(update_fields=["surplus_amount", "updated_at"])
    return order


def _use(order: Order, transfer: BankTransfer, *, kept: int, now: dt.datetime) -> Order:
    """Mark the order paid when enough came, and write down on its transfer what did."""
    before, received = transfer.received_amount, min(kept, transfer.amount)
    awaits = order.payment_method == PaymentMethod.BANK_TRANSFER and order.payment_status == PaymentStatus.AWAITING
    if awaits and kept >= order.total_amount:
        try:
            order = mark_paid(order_id=order.pk, now=now, by=BY)
        except (StockGone, NotPossibleNow) as error:
            logger.warning("transfer for order %s can't be used: %s", order.number, error)
            if received != before:
                record_event(order, OrderEventKind.NOTE, now=now, code="transfer_too_late", amount=kept)
    elif awaits and before < received and order.status == OrderStatus.OPEN:
        _wait_for_the_rest(order, transfer, missing=order.total_amount - received, now=now)
    if received != before:
        transfer.received_amount = received
        transfer.save(update_fields=["received_amount", "due_on", "updated_at"])
    return order


def _wait_for_the_rest(order: Order, transfer: BankTransfer, *, missing: int, now: dt.datetime) -> None:
    """Give whoever sent too little some more days, and tell them what is missing."""
    waiting = waiting_from(now, days=MORE_DAYS)
    transfer.due_on = max(transfer.due_on, waiting.due_on)
    if order.hold_expires_at is None or order.hold_expires_at < waiting.ends_at:
        keep_awaiting(order, until=waiting.ends_at)
    write_partial_mail(order, missing=missing, now=now)


def _uses_transfers(order: Order) -> bool:
    """Say whether what came is the order's: what goes back of a paid order is a refund (payments.models.Refund), not too much."""
    return order.payment_method == PaymentMethod.BANK_TRANSFER and (order.was_paid or not order.is_canceled)


def _came(payment: BankPayment) -> Came:
    return Came(payment.amount, payment.surplus_amount if payment.surplus_settled_at else 0)
