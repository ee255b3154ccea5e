"""An order's figures follow from the rows about its money."""

import datetime as dt

from orders.models import Order
from orders.services.keep_refunded import keep_refunded
from payments.models import Dispute
from payments.models.refund import NOT_OF_ORDER


def refresh_figures(order: Order, *, now: dt.datetime) -> None:
    """
    Make what an order says of its refunds and disputes agree with their rows. Part of the caller's
    transaction, which holds the order's lock. Safe to run twice.
    """
    going = list(order.refunds.live().of_orders_own_money())
    disputes = list(Dispute.objects.filter(attempt__order=order))
    refunded = sum(refund.amount for refund in going)
    lost = sum(dispute.amount for dispute in disputes if dispute.is_lost)
    keep_refunded(
        order,
        refunded=refunded,
        owed=_owed(order, gone=refunded + lost),
        returning=sum(refund.amount for refund in going if refund.is_open),
        lost=lost,
        is_disputed=any(dispute.is_open for dispute in disputes),
        now=now,
    )


def _owed(order: Order, *, gone: int) -> int:
    """Return the cents that were announced and did not arrive; what went back another way meanwhile, or by the bank, is owed no more."""
    failed = list(order.refunds.owed())
    own = sum(refund.amount for refund in failed if refund.reason not in NOT_OF_ORDER)
    useless = sum(refund.amount for refund in failed if refund.reason in NOT_OF_ORDER)
    return min(own, max(order.paid_amount - gone, 0)) + useless
