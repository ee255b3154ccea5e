"""
An account whose message was lost is found all the same: whoever needs to know it asks, and Stripe is asked soon after.

Nobody waits for the answer: the first step of a checkout asks, and its last step, where the ways to pay are, knows.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q

from kit.routers import SHOP_ALIAS
from payments.gateways.base import GatewayError
from payments.gateways.stripe import is_configured
from payments.models import AccountState, StripeAccount
from payments.services._soon import work_soon
from payments.services.connect_account import refresh_account
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

FRESH_FOR = dt.timedelta(seconds=40)  # and the rest of the minute is for the queue and for Stripe
ASK_AGAIN_AFTER = dt.timedelta(seconds=30)
OLD_AFTER = dt.timedelta(hours=1)


def want_fresh_account(*, now: dt.datetime) -> bool:
    """
    Ask that the chores look at the shop's account, unless that was done or asked a moment ago; returns whether it did.

    One statement that writes at most every 40 seconds. Safe to run twice and at the same time as itself.
    """
    old = Q(checked_at=None) | Q(checked_at__lte=now - FRESH_FOR)
    not_asked = Q(wanted_at=None) | Q(wanted_at__lte=now - FRESH_FOR)
    watched = StripeAccount.objects.filter(old, not_asked, is_current=True).exclude(state=AccountState.DISCONNECTED)
    if not is_configured() or not watched.exists():
        return False
    with transaction.atomic(using=SHOP_ALIAS):
        if watched.update(wanted_at=now):
            work_soon(now)
    return True


def refresh_accounts(*, now: dt.datetime) -> int:
    """
    Ask Stripe how the shop's account stands if somebody needs to know, or it was not looked at for an hour; returns how many.

    A chore: safe to run twice. Without an answer it is asked again soon.
    """
    wanted = Q(wanted_at__isnull=False) & (Q(checked_at=None) | Q(checked_at__lt=F("wanted_at")))
    due = StripeAccount.objects.filter(wanted | Q(checked_at__lte=now - OLD_AFTER), is_current=True)
    ids = list(due.exclude(state=AccountState.DISCONNECTED).values_list("stripe_account_id", flat=True)) if is_configured() else []
    for account_id in ids:
        try:
            refresh_account(stripe_account_id=account_id, now=now)
        except GatewayError as error:
            logger.warning("account %s: %s", account_id, error)
            wake_up_at(now + ASK_AGAIN_AFTER)
    return len(ids)
