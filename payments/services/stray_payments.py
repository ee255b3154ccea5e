"""Money came on a page of ours, and there is no order for it: kept until somebody has looked at it."""

import datetime as dt
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from payments.gateways.base import CheckoutSession
from payments.models import StrayPayment
from shops.services.record_event import record_event
from tenants.models import AlarmKind
from tenants.services.alarms import raise_alarm, settle_alarm

KIND = AlarmKind.MONEY_WITHOUT_ORDER


def keep_stray(*, session: CheckoutSession, account_id: str) -> None:
    """
    Keep a paid page without an order as a task of the shop's people, and tell platform staff. Safe to run twice.

    To be called outside a transaction: the shop's row and the platform's are committed one after the other.
    """
    stray, _is_new = StrayPayment.objects.get_or_create(
        stripe_session_id=session.id,
        defaults={
            "stripe_account_id": account_id,
            "stripe_payment_intent_id": session.payment_intent_id,
            "amount": session.amount,
            "currency": session.currency,
            "order_number": session.metadata.get("order", "")[:40],
        },
    )
    if stray.settled_at is None:
        raise_alarm(kind=KIND, about=session.id)


def settle_stray(*, stray_id: int, user: Any, now: dt.datetime) -> bool:
    """
    Note that a person has looked at it; returns whether nobody had before. Safe to run twice.

    To be called outside a transaction, as `keep_stray`.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        stray = StrayPayment.objects.select_for_update().get(pk=stray_id)
        is_new = stray.settled_at is None
        if is_new:
            stray.settled_at = now
            stray.user_name = str(getattr(user, "name", "") or getattr(user, "email", ""))[:80]
            stray.save(update_fields=["settled_at", "user_name", "updated_at"])
            record_event(kind="stray_looked_at", amount=stray.amount)
    settle_alarm(kind=KIND, about=stray.stripe_session_id, now=now)
    return is_new


def forget_stray(*, session_id: str, now: dt.datetime) -> None:
    """Note that the order of a stray payment turned up after all, if there was one. Safe to run twice."""
    stray = StrayPayment.objects.filter(stripe_session_id=session_id)
    if stray.exists():
        stray.filter(settled_at=None).update(settled_at=now)
        settle_alarm(kind=KIND, about=session_id, now=now)
