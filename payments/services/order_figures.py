"""An order's figures follow from the rows about its money."""

import datetime as dt

from orders.models import Order
from orders.services.keep_refunded import keep_refunded
from payments.models import Dispute


def refresh_figures(order: Order, *, now: dt.datetime) -> None:
    """
    Make what an order says of its refunds and disputes agree with their rows. Part of the caller's
    transaction, which holds the order's lock. Safe to run twice.
    """
    going = list(order.refunds.live().of_orders_own_money())
    disputes = list(Dispute.objects.filter(attempt__order=order))
    keep_refunded(
        order,
        refunded=sum(refund.amount for refund in going),
        owed=sum(order.refunds.owed().values_list("amount", flat=True)),
        returning=sum(refund.amount for refund in going if refund.is_open),
        lost=sum(dispute.amount for dispute in disputes if dispute.is_lost),
        is_disputed=any(dispute.is_open for dispute in disputes),
        now=now,
    )
