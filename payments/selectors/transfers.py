"""What waits for transfers, and which order an amount may be for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kit.clock import now
from orders.models import BankTransfer, Order, PaymentMethod, PaymentSettings, PaymentStatus
from payments.models import BankPayment, BankPaymentSource
from payments.rules.suggest import Candidate, suggestions

LOOKS_BACK = dt.timedelta(days=90)


@dataclass(frozen=True)
class ToMatch:
    """An amount that came, and the orders that it may be for."""

    payment: BankPayment
    suggestions: list[Candidate]


def known_ibans() -> set[str]:
    """Return every account of the shop that it gave to customers; two queries."""
    said = PaymentSettings.current().iban
    return set(BankTransfer.objects.values_list("iban", flat=True).distinct()) | ({said} if said else set())


def candidates() -> list[Candidate]:
    """
    Return the orders that an amount may be for: those that wait or waited in vain for a transfer, and those
    of which only a person said that it came. One query.
    """
    waits = Q(payment_status=PaymentStatus.AWAITING)
    said_by_hand = Q(bank_payments__source=BankPaymentSource.HAND, bank_payments__line_key=None)
    found = (
        Order.objects.filter(waits | said_by_hand, payment_method=PaymentMethod.BANK_TRANSFER, placed_at__gte=now() - LOOKS_BACK)
        .select_related("transfer")
        .distinct()
    )
    return [_candidate(order) for order in found]


def _candidate(order: Order) -> Candidate:
    transfer = order.transfer
    return Candidate(order.pk, order.number or "", order.name, transfer.missing_amount or transfer.amount, transfer.reference)


def to_match() -> list[ToMatch]:
    """Return the amounts of which nobody knows yet what they are for, with suggestions; two queries."""
    payments = list(BankPayment.objects.to_match())
    known = candidates() if payments else []
    return [ToMatch(each, suggestions(known, amount=each.amount, payer=each.payer_name, words=each.communication)) for each in payments]


def to_give_back() -> QuerySet[BankPayment]:
    """Return the amounts of which something was too much, with their orders."""
    return BankPayment.objects.to_give_back().select_related("order")


def waiting() -> QuerySet[Order]:
    """Return the orders that wait for a transfer, the soonest due first."""
    return Order.objects.awaiting_transfer().select_related("transfer").order_by("transfer__due_on", "pk")


def tasks() -> int:
    """Return how many amounts a person must look at; two queries."""
    return BankPayment.objects.to_match().count() + BankPayment.objects.to_give_back().count()
