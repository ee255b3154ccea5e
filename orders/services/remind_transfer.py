"""A transfer did not come yet: its customer is reminded, once."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import BankTransfer, Order, OrderEventKind


def remind_of_transfers(*, now: dt.datetime) -> int:
    """Remind of every transfer that is due to be; returns how many mails were written. A chore, safe to run twice."""
    due = Order.objects.awaiting_transfer().filter(transfer__remind_at__lte=now, transfer__reminded_at=None)
    return sum(remind_of_transfer(order_id=order_id, now=now) for order_id in due.order_by("pk").values_list("pk", flat=True))


def remind_of_transfer(*, order_id: int, now: dt.datetime) -> bool:
    """Remind one customer, unless the money came or they were reminded; returns whether it did. Locks the order."""
    with transaction.atomic(using=SHOP_ALIAS):
        locks.lock_order(order_id)
        is_due = Order.objects.awaiting_transfer().filter(pk=order_id, transfer__reminded_at=None).exists()
        if not is_due:
            return False
        order = Order.objects.get(pk=order_id)
        BankTransfer.objects.filter(order=order).update(reminded_at=now, updated_at=now)
        record_event(order, OrderEventKind.REMINDED, now=now)
        emails.write_order_mail(emails.TRANSFER_REMINDER, order, now=now)
        return True
