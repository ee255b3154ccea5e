"""An order is to be paid by bank transfer: how exactly is written down, and told to the customer."""

import datetime as dt

from django.db import connections

from kit.routers import SHOP_ALIAS
from orders import emails
from orders.models import BankTransfer, Order, PaymentSettings
from orders.rules.transfer import reference_of, waiting_from
from tenants.services.wake_up import wake_up_at


def promise_transfer(order: Order, ways: PaymentSettings, *, now: dt.datetime) -> BankTransfer:
    """
    Freeze how a new order is paid by transfer, with a communication of its own, and write the mail that says so.

    Part of the caller's transaction. Sets until when the order waits; NOT safe to run twice.
    """
    waiting = waiting_from(now, days=ways.transfer_days)
    pk = _next_id()
    transfer = BankTransfer(
        pk=pk,
        order=order,
        reference=reference_of(pk),
        amount=order.total_amount,
        iban=ways.iban,
        holder=ways.holder,
        due_on=waiting.due_on,
        remind_at=waiting.remind_at,
    )
    transfer.save(force_insert=True)
    order.hold_expires_at = waiting.ends_at
    order.save(update_fields=["hold_expires_at", "updated_at"])
    wake_up_at(waiting.remind_at)
    emails.write_order_mail(emails.TRANSFER, order, now=now)
    return transfer


def _next_id() -> int:
    """Return the next id of a transfer, of which its communication is made; the sequence never gives one twice."""
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('orders_banktransfer', 'id'))")
        return int(cursor.fetchone()[0])
