"""The shopkeeper saw the money on the account, and says so by hand."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import BankTransfer, Order, OrderEventKind, PaymentMethod, PaymentStatus
from orders.rules.transitions import NotPossibleNow
from payments.models import BankPayment, BankPaymentSource, BankPaymentState
from payments.services.match_payment import AlreadyDone
from payments.services.settle_transfers import settle_transfers
from shops.services.record_event import record_event as log_event


def note_transfer(*, order_id: int, amount: int, received_on: dt.date, user: Any, now: dt.datetime, seen: int | None = None) -> Order:
    """
    Write down that `amount` cents came for an order that waits for a transfer, also one that was called off meanwhile as unpaid.

    A statement that shows the same money later confirms it, and adds nothing. `seen` is what had come when the form was
    drawn, in cents: sent twice it is noted once. Locks the order. Without it NOT safe to run twice for less than the
    whole; for the whole it is, as the order then waits no longer.

    :raises NotPossibleNow: if it does not wait for a transfer
    :raises AlreadyDone: if something came since the form was drawn
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(order_id)
        if order.payment_method != PaymentMethod.BANK_TRANSFER or order.payment_status != PaymentStatus.AWAITING:
            raise NotPossibleNow("It waits for no transfer.")
        if seen is not None and BankTransfer.objects.get(order=order).received_amount != seen:
            raise AlreadyDone(order_id)
        BankPayment.objects.create(
            order=order,
            state=BankPaymentState.MATCHED,
            source=BankPaymentSource.HAND,
            amount=amount,
            received_on=received_on,
            payer_name=order.name,
        )
        record_event(order, OrderEventKind.MONEY_CAME, now=now, user=user, amount=amount)
        log_event(kind="transfer_noted", number=order.number, amount=amount)
        return settle_transfers(order_id=order_id, now=now)
