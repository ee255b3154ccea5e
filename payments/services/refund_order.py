"""The shopkeeper gives money of an order back: promised here in a row, sent after it is committed."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from orders.services.restock_lines import restock_lines
from payments.models import Refund, RefundLine, RefundWay
from payments.rules.refunds import RefundRefused, Sum, Wish, split, sum_of
from payments.selectors.refunds import Standing, standing_of
from payments.services._soon import work_soon
from payments.services.order_figures import refresh_figures
from shops.services.record_event import record_event as log_event


def refund_order(
    *, order_id: int, wish: Wish, reason: str, words: str, seen: int, form_key: str, user: Any, now: dt.datetime
) -> list[Refund]:
    """
    Write down what goes back of an order's money, by which way and why, put its goods on the shelf; returns the rows.

    `seen` is what of the order had gone back when the form was drawn, in cents; `form_key` names that form, and
    sent twice it is one refund. Locks the order, then the stock. Nobody is asked here: the caller
    calls `send_refund` after it, or the chore does. Safe to run twice.

    :raises RefundRefused: see payments.rules.refunds, or "changed" when a colleague was quicker, "disputed", "not_paid", "test"
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(order_id)
        known = list(Refund.objects.filter(order=order, form_key__startswith=form_key))
        if known:
            return known
        standing = standing_of(order)
        if order.refunded_amount != seen:
            raise RefundRefused("changed")
        if standing.blocked:
            raise RefundRefused(standing.blocked)
        total = sum_of(wish, standing.left)
        refunds = _promise(standing, total, reason=reason, words=words, form_key=form_key, user=user)
        _keep_lines(refunds[0], total, back=_restock(order, wish, total, user=user, now=now))
        record_event(order, OrderEventKind.NOTE, now=now, user=user, code="refund_promised", amount=total.amount)
        log_event(kind="refund_begun", number=order.number, amount=total.amount)
        refresh_figures(order, now=now)
        work_soon(now)
        return refunds


def _promise(standing: Standing, total: Sum, *, reason: str, words: str, form_key: str, user: Any) -> list[Refund]:
    """Make one row by hand, or one for each payment that gives a part; the first says what it is for."""
    is_online = standing.way == RefundWay.STRIPE
    parts = split(total.amount, standing.left.sources) if is_online else [(None, total.amount)]
    name = str(getattr(user, "name", "") or getattr(user, "email", ""))[:80]
    return [
        Refund.objects.create(
            order=standing.order,
            attempt_id=attempt_id,
            way=standing.way,
            amount=amount,
            shipping_amount=total.shipping if place == 0 else 0,
            reason=reason,
            words=words,
            is_automatic=False,
            form_key=form_key if place == 0 else f"{form_key}.{place}",
            user_name=name,
        )
        for place, (attempt_id, amount) in enumerate(parts)
    ]


def _restock(order: Order, wish: Wish, total: Sum, *, user: Any, now: dt.datetime) -> dict[int, int]:
    asked = {line.line_id: line.quantity for line in total.lines if line.line_id in wish.restock}
    return restock_lines(order, quantities=asked, user=user, now=now) if asked else {}


def _keep_lines(refund: Refund, total: Sum, *, back: dict[int, int]) -> None:
    RefundLine.objects.bulk_create(
        [
            RefundLine(
                refund=refund,
                order_line_id=line.line_id,
                quantity=line.quantity,
                amount=line.amount,
                is_restocked=line.line_id in back,
            )
            for line in total.lines
        ]
    )
