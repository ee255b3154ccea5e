"""What of the money that came online for an order is still with the shop."""

from django.db.models import QuerySet, Sum

from orders.models import Order
from payments.models import AttemptState, PaymentAttempt, Refund, RefundState


def kept_attempts(order: Order) -> QuerySet[PaymentAttempt]:
    """Return the paid attempts of an order of which nothing goes back or went back."""
    return order.payment_attempts.filter(state=AttemptState.PAID, refunds=None)


def collected_amount(order: Order) -> int:
    """Return the cents that came for an order and are not on their way back; a refund that failed is still with the shop."""
    came = order.payment_attempts.filter(state=AttemptState.PAID).aggregate(sum=Sum("amount"))["sum"] or 0
    back = Refund.objects.filter(attempt__order=order).exclude(state=RefundState.FAILED).aggregate(sum=Sum("amount"))["sum"] or 0
    return came - back


def is_with_bank(order: Order) -> bool:
    """Say whether the customer did all they can to pay, and the bank takes its time."""
    return order.payment_attempts.filter(state=AttemptState.PROCESSING).exists()
