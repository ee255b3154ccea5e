"""An order is called off, by the shop or by the customer who has not paid yet."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from catalog.services.stock import release_hold, return_stock
from kit.routers import SHOP_ALIAS
from orders import emails, locks
from orders.events import record_event
from orders.models import Order, OrderEventKind, OrderStatus, PaymentMethod, PaymentStatus
from orders.rules.transitions import NotPossibleNow, Step
from orders.services.steps import quantities_of, require
from shops.services.record_event import record_event as log_event

CancelHook = Callable[..., object]
_hooks: list[CancelHook] = []


def register_cancel_hook(hook: CancelHook) -> None:
    """
    Add someone who must know of a canceled order, such as who gives money back; from AppConfig.ready().

    Called as `hook(order=..., now=...)` inside the transaction that cancels, the order locked:
    it writes down what must be done and leaves the doing to the outbox.
    """
    _hooks.append(hook)


def cancel_order(*, order_id: int, user: Any, reason: str, now: dt.datetime, only_unpaid: bool = False) -> Order:
    """
    Cancel an order: what it held or had sold goes back on the shelf, and the customer is told.

    `user` is the person of the backoffice, None the customer. Of an order paid online the money
    must be returned: that is written in its history, and the hooks are told. An order that was
    never confirmed is canceled without a mail, but for one whose transfer the shop does not want any more.
    Locks the order, then the stock. Safe to run twice.
    With `only_unpaid` only an order that still awaits its payment: what a customer may cancel alone.

    :raises NotPossibleNow: if it was handed over already, or is past what `only_unpaid` allows
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = locks.lock_order(order_id)
        if order.is_canceled:
            return order
        require(Step.CANCEL, order)
        if only_unpaid and order.payment_status != PaymentStatus.AWAITING:
            raise NotPossibleNow("It does not await its payment any more.")
        order.status = OrderStatus.CANCELED
        order.canceled_at = now
        order.save()
        _put_stock_back(order, user=user, now=now)
        _record(order, user=user, reason=reason, now=now)
        if user is not None:
            log_event(kind="order_canceled", number=order.number)
        is_told = order.payment_status != PaymentStatus.AWAITING or (
            user is not None and order.payment_method == PaymentMethod.BANK_TRANSFER
        )
        went_back = order.refunded_amount
        for hook in _hooks:
            hook(order=order, now=now)
        if is_told:
            emails.write_order_mail(emails.CANCELED, order, now=now, reason=reason, **_told(order, went_back=went_back))
        return order


def _told(order: Order, *, went_back: int) -> dict[str, Any]:
    """
    Return what the mail says of the money; nothing when it is simply all that goes back.

    `went_back` is what did before, in cents. What goes back now is on the order by now: nothing of a payment that its bank looks into.
    """
    goes_back = order.refunded_amount - went_back
    is_contested = order.is_disputed or order.lost_amount > 0
    if goes_back == order.paid_amount or not (went_back or is_contested):
        return {}
    return {"told": {"left": goes_back, "is_with_bank": order.is_disputed and not goes_back, "is_back": not goes_back}}


def _put_stock_back(order: Order, *, user: Any, now: dt.datetime) -> None:
    if order.payment_status == PaymentStatus.AWAITING:
        release_hold(holder=order.holder)
    else:
        user_id = user.pk if user is not None else None
        return_stock(quantities=quantities_of(order), reference=order.number or "", now=now, user_id=user_id)


def _record(order: Order, *, user: Any, reason: str, now: dt.datetime) -> None:
    data: dict[str, Any] = {"reason": reason} if reason else {}
    if order.payment_status == PaymentStatus.PAID and not order.is_test:
        data["money_to_return"] = order.kept_amount
    record_event(order, OrderEventKind.CANCELED, now=now, user=user, **data)
