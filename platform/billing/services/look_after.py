"""What nobody told us, we ask; and what runs out by itself, we end."""

import datetime as dt
import logging

from django.db.models import Q, QuerySet

from billing.models import LIVE, Subscription, SubscriptionState
from billing.rules.standing import WARN_DAYS
from billing.services.agree import refresh, settle
from payments.gateways.base import GatewayError
from payments.gateways.stripe import is_configured

logger = logging.getLogger(__name__)

ASK_AGAIN_AFTER = dt.timedelta(hours=6)
ASK_SOON_AFTER = dt.timedelta(minutes=10)  # while somebody is on the way to pay, or their time runs


def look_after_subscriptions(*, now: dt.datetime) -> int:
    """
    Ask Stripe about every subscription not heard of for some hours, end trials and graces, write the mails that are due.

    Returns how many were looked at. Safe to run twice, and at the same time as itself. One that fails does not stop the others.
    """
    rows = list(_due(now).values_list("tenant_id", "stripe_customer_id"))
    for tenant_id, customer_id in rows:
        try:
            if customer_id and is_configured():
                refresh(tenant_id=tenant_id, now=now)
            else:
                settle(tenant_id=tenant_id, now=now)
        except GatewayError as error:
            logger.warning("subscription of shop %s: %s", tenant_id, error)  # no shop is closed because Stripe is silent
        except Exception:
            logger.exception("subscription of shop %s could not be looked after", tenant_id)
    return len(rows)


def _due(now: dt.datetime) -> QuerySet[Subscription]:
    runs = Q(grace_until__isnull=False) | Q(state=SubscriptionState.TRIALING, trial_ends_at__lte=now + dt.timedelta(days=max(WARN_DAYS)))
    silent = ~Q(stripe_customer_id="") & (Q(checked_at=None) | Q(checked_at__lte=now - ASK_AGAIN_AFTER))
    soon = Q(checkouts__state__in=LIVE) & (Q(checked_at=None) | Q(checked_at__lte=now - ASK_SOON_AFTER))
    return Subscription.objects.filter(runs | silent | soon).distinct().order_by("tenant_id")
