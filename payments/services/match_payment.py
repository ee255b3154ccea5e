"""A person says which order an amount is for, that it is for none, or that what was too much went back."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.models import BankPayment, BankPaymentSource, BankPaymentState
from payments.services.settle_transfers import settle_transfers
from shops.services.record_event import record_event as log_event


class AlreadyDone(Exception):
    """Somebody was quicker: this amount has its place already. Shown to the person."""


def match_payment(*, payment_id: int, order_id: int, user: Any, now: dt.datetime) -> Order:
    """
    Use an amount of a statement for an order. Locks the order, then the amount.

    :raises AlreadyDone: if the amount is not waiting to be matched any more
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(order_id)
        payment = _locked(payment_id, BankPaymentState.NEW)
        take_for_order(payment, order, user=user, now=now)
        log_event(kind="transfer_matched", number=order.number, amount=payment.amount)
        return settle_transfers(order_id=order.pk, now=now)


def take_for_order(payment: BankPayment, order: Order, *, user: Any, now: dt.datetime) -> None:
    """
    Put an amount of a statement on a locked order; part of the caller's transaction, which settles the order after it.

    When a person had noted the same amount by hand, this is that money: the line takes its place.
    """
    by_hand = (
        BankPayment.objects.filter(order=order, amount=payment.amount, line_key=None, source=BankPaymentSource.HAND).order_by("pk").first()
    )
    payment.order = order
    payment.state = BankPaymentState.MATCHED
    if by_hand is not None:
        payment.surplus_amount, payment.surplus_settled_at = by_hand.surplus_amount, by_hand.surplus_settled_at
        by_hand.delete()
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code="transfer_confirmed", amount=payment.amount)
    else:
        record_event(order, OrderEventKind.MONEY_CAME, now=now, user=user, amount=payment.amount)
    payment.save()


def dismiss_payment(*, payment_id: int, now: dt.datetime) -> None:
    """
    Say that an amount is for no order; who paid and why is forgotten, so that no file brings it back and nobody reads it.

    :raises AlreadyDone: if it is not waiting to be matched any more
    """
    with transaction.atomic(using=SHOP_ALIAS):
        payment = _locked(payment_id, BankPaymentState.NEW)
        payment.state = BankPaymentState.DISMISSED
        payment.payer_name = payment.payer_iban = payment.communication = ""
        payment.save()
        log_event(kind="transfer_dismissed", amount=payment.amount)


def note_given_back(*, payment_id: int, user: Any, now: dt.datetime) -> Order:
    """
    Say that what was too much of an amount went back to who paid it. Locks the order, then the amount.

    :raises AlreadyDone: if nothing of it is to be given back
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order_id = BankPayment.objects.filter(pk=payment_id).values_list("order_id", flat=True).first()
        if order_id is None:
            raise AlreadyDone(payment_id)
        order = lock_order(order_id)
        payment = _locked(payment_id, BankPaymentState.MATCHED)
        if not payment.surplus_amount or payment.surplus_settled_at is not None:
            raise AlreadyDone(payment_id)
        payment.surplus_settled_at = now
        payment.save(update_fields=["surplus_settled_at", "updated_at"])
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code="transfer_given_back", amount=payment.surplus_amount)
        log_event(kind="transfer_given_back", number=order.number, amount=payment.surplus_amount)
        return settle_transfers(order_id=order.pk, now=now)


def _locked(payment_id: int, state: str) -> BankPayment:
    payment = BankPayment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=payment_id, state=state).first()
    if payment is None:
        raise AlreadyDone(payment_id)
    return payment
