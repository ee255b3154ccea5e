"""A bank that took its time says no: the customer may pay another way, and others may buy what was held."""

import datetime as dt

from catalog.services.stock import release_hold
from orders.emails import mail_about
from orders.events import record_event
from orders.models import Order, OrderEventKind, PaymentStatus
from shops.outbox import write_to_outbox
from tenants.services.wake_up import wake_up_at

MAIL = "payment_failed"  # the name of its templates, see orders.emails
TIME_TO_PAY_AGAIN = dt.timedelta(hours=24)


def let_customer_pay_again(*, order: Order, now: dt.datetime) -> None:
    """
    Note that the bank refused, free the stock and mail the customer the order's address, where it can be paid for a day.

    Part of the caller's transaction, which holds the order's lock. What is still there is held again when they pay.
    """
    event = record_event(order, OrderEventKind.PAYMENT_FAILED, now=now)
    if order.is_canceled or order.payment_status != PaymentStatus.AWAITING:
        return
    release_hold(holder=order.holder)
    order.hold_expires_at = now + TIME_TO_PAY_AGAIN
    order.save(update_fields=["hold_expires_at", "updated_at"])
    payload = {"order_id": order.pk, "about": mail_about(order)}
    write_to_outbox(kind=MAIL, key=f"{MAIL}:{event.pk}", payload=payload, now=now)
    wake_up_at(order.hold_expires_at)


def time_to_pay_since(order: Order) -> dt.datetime:
    """Return when the time to pay an order began: when it was placed, or its bank last refused after taking its time."""
    refused = order.events.filter(kind=OrderEventKind.PAYMENT_FAILED).order_by("-happened_at").first()
    return max(order.placed_at, refused.happened_at) if refused is not None else order.placed_at
