"""Payments of which nobody but the shop's people can see how they ended."""

from django.db.models import QuerySet

from orders.models import Order
from payments.models import PaymentAttempt


def payments_to_look_up() -> QuerySet[PaymentAttempt]:
    """Return the attempts that a person must look up in the Stripe account, with their orders, the oldest first."""
    return PaymentAttempt.objects.to_look_up().select_related("order").order_by("unseen_at")


def is_looked_up(order: Order) -> bool:
    """Say whether the shop still has to look up whether an order was paid."""
    return PaymentAttempt.objects.to_look_up().filter(order=order).exists()
