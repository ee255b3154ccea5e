"""A payment did not come, online or by transfer: the stock goes back on the shelf."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction

from catalog.services.stock import extend_hold, release_hold
from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import Order, OrderEventKind, OrderStatus, PaymentMethod, PaymentStatus
from orders.rules.transitions import Step, may
from orders.services.place_order import HOLD_OUTLIVES_ORDER_BY
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

ASK_AGAIN_AFTER = dt.timedelta(minutes=5)

ExpiryGuard = Callable[[Order], bool]
_guards: list[ExpiryGuard] = []
ExpiryHook = Callable[..., object]
_hooks: list[ExpiryHook] = []


def register_expiry_guard(guard: ExpiryGuard) -> None:
    """
    Add someone who is asked before an order expires; from AppConfig.ready().

    `guard(order)` returns True for "not yet, ask me later": a bank is still at work. It is asked
    while nothing is locked, so it may ask others in turn, and may even mark the order paid.
    """
    _guards.append(guard)


def register_expiry_hook(hook: ExpiryHook) -> None:
    """
    Add someone who must know of an expired order, such as who has a part of its money; from AppConfig.ready().

    Called as `hook(order=..., now=...)` inside the transaction, the order locked.
    """
    _hooks.append(hook)


def expire_unpaid_orders(*, now: dt.datetime) -> int:
    """
    Expire every order whose payment did not come in time; returns how many. A chore, safe to run twice.

    One that fails does not keep the others; its error is raised at the end, so the chore is run again.
    """
    due = Order.objects.open().filter(payment_status=PaymentStatus.AWAITING, hold_expires_at__lte=now)
    expired, failure = 0, None
    for order_id in due.order_by("pk").values_list("pk", flat=True):
        try:
            expired += expire_unpaid_order(order_id=order_id, now=now)
        except Exception as error:
            logger.exception("order %s could not be expired", order_id)
            failure = error
    if failure is not None:
        raise failure
    return expired


def expire_unpaid_order(*, order_id: int, now: dt.datetime) -> bool:
    """
    Cancel an order whose time to be paid is over and give back what it holds; returns whether it did.

    Asks the guards first; when one says "not yet", the hold is kept a little longer. Locks the
    order, then the stock. Safe to run twice.
    """
    if not _is_due(Order.objects.get(pk=order_id), now=now):
        return False
    is_kept = is_being_paid(order_id=order_id)
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if not _is_due(order, now=now):
            return False  # it was paid or canceled meanwhile
        if is_kept:
            keep_awaiting(order, until=now + ASK_AGAIN_AFTER)
            return False
        order.status = OrderStatus.CANCELED
        order.canceled_at = now
        order.save()
        release_hold(holder=order.holder)
        record_event(order, OrderEventKind.EXPIRED, now=now)
        if order.payment_method == PaymentMethod.BANK_TRANSFER:
            emails.write_order_mail(emails.UNPAID, order, now=now)
        for hook in _hooks:
            hook(order=order, now=now)
        return True


def is_being_paid(*, order_id: int) -> bool:
    """Return whether a guard says that money for the order may still be on its way. Nothing is locked."""
    return any(guard(Order.objects.get(pk=order_id)) for guard in _guards)


def keep_awaiting(order: Order, *, until: dt.datetime) -> None:
    """Let a locked order that awaits its payment live until `until`, with what it holds."""
    order.hold_expires_at = until
    order.save(update_fields=["hold_expires_at", "updated_at"])
    extend_hold(holder=order.holder, expires_at=until + HOLD_OUTLIVES_ORDER_BY)
    wake_up_at(until)


def _is_due(order: Order, *, now: dt.datetime) -> bool:
    may_expire = may(Step.EXPIRE, order=order.status, payment=order.payment_status, fulfillment=order.fulfillment_status)
    return may_expire and order.hold_expires_at is not None and order.hold_expires_at <= now
