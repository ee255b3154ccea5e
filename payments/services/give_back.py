"""Money that came but cannot be used goes back to the customer, by itself."""

import datetime as dt

from orders.emails import mail_about
from orders.events import record_event
from orders.models import Order, OrderEventKind
from payments.models import PaymentAttempt, Refund, RefundReason
from payments.selectors.refunds import left_of_attempt
from payments.services._soon import work_soon
from payments.services.order_figures import refresh_figures
from shops.outbox import write_to_outbox
from shops.services.record_event import record_event as log_event

MAIL = "payment_returned"  # the name of its templates, see orders.emails


def give_back(*, order: Order, attempt: PaymentAttempt, reason: str, now: dt.datetime, amount: int | None = None) -> Refund | None:
    """
    Write down that a paid attempt goes back, why, and that the customer is told: `amount` of it in cents, or all that is left.

    Returns its row, None when nothing is left.

    Part of the caller's transaction, which holds the order's lock. Stripe is asked after it, by the
    chore `send_refunds`. Safe to run twice. `reason` is one of payments.models.RefundReason.
    """
    known = Refund.objects.filter(attempt=attempt, is_automatic=True, reason=reason).first()
    left = left_of_attempt(attempt)
    if known is not None or not left:
        return known
    back = left if amount is None else min(amount, left)
    refund = Refund.objects.create(order=order, attempt=attempt, amount=back, reason=reason, is_announced=True)
    refresh_figures(order, now=now)
    log_event(kind="refund_begun", number=order.number, amount=refund.amount)
    if reason != RefundReason.ORDER_CANCELED:  # that one the shop wanted, and its own mail tells of it
        attempt.needs_attention = reason
        attempt.save(update_fields=["needs_attention", "updated_at"])
        record_event(order, OrderEventKind.NOTE, now=now, code=reason, amount=refund.amount)
        payload = {"order_id": order.pk, "about": mail_about(order), "reason": reason, "amount": refund.amount}
        write_to_outbox(kind=MAIL, key=f"{MAIL}:{attempt.public_id}", payload=payload, now=now)
    work_soon(now)
    return refund
