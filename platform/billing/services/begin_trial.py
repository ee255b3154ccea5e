"""A new shop begins with its free days, without a card."""

import datetime as dt

from billing.models import Subscription, SubscriptionState
from tenants.models import Plan, Tenant


def begin_trial(*, tenant: Tenant, now: dt.datetime, plan: Plan | None = None) -> Subscription | None:
    """
    Give a shop the trial of `plan`, or else of the first that is offered. Safe to call twice: the first counts.

    Where no plan is offered, the shop has none: nothing is limited and nobody pays.
    """
    plan = plan or Plan.objects.offered().first()
    if plan is None:
        return None
    subscription, is_new = Subscription.objects.get_or_create(
        tenant=tenant, defaults={"state": SubscriptionState.TRIALING, "trial_ends_at": now + dt.timedelta(days=plan.trial_days)}
    )
    if is_new:
        Tenant.objects.filter(pk=tenant.pk).update(plan=plan)
        tenant.plan = plan
    return subscription
