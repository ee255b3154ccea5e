"""What went back of an order's money, or was lost, as payments have it."""

import datetime as dt

from orders.events import record_event
from orders.models import Order, OrderEventKind, PaymentStatus


def keep_refunded(order: Order, *, refunded: int, returning: int, owed: int, lost: int, is_disputed: bool, now: dt.datetime) -> None:
    """
    Write on a locked order what of its money went or goes back; part of the caller's transaction.

    In cents: `refunded` all that is promised or done, `returning` what of it is not there yet, `owed` what the
    customer was told of and did not get, `lost` what a bank took back. Refunded is an order of which
    everything is back; when a bank then returns some of it, it is paid again. Safe to run twice.
    """
    order.refunded_amount = min(refunded, order.paid_amount)
    order.returning_amount = min(returning, order.refunded_amount)
    order.owed_amount = owed
    order.lost_amount = lost
    order.is_disputed = is_disputed
    is_all_back = 0 < order.paid_amount <= refunded - returning
    if is_all_back and order.payment_status == PaymentStatus.PAID:
        order.payment_status = PaymentStatus.REFUNDED
        record_event(order, OrderEventKind.NOTE, now=now, code="refunded", amount=order.paid_amount)
    elif not is_all_back and order.payment_status == PaymentStatus.REFUNDED:
        order.payment_status = PaymentStatus.PAID
    amounts = ["refunded_amount", "returning_amount", "owed_amount", "lost_amount"]
    order.save(update_fields=[*amounts, "is_disputed", "payment_status", "updated_at"])
