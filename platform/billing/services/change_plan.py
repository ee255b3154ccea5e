"""An owner takes another plan: in the trial that is ours to say, afterwards Stripe's subscription is changed."""

import datetime as dt
import logging
import secrets

from django.db import transaction

from billing import gateway
from billing.models import Subscription, SubscriptionState
from billing.services.agree import refresh
from billing.services.put_in_force import put_in_force
from billing.services.start_checkout import NotForSale
from billing.services.write_instruction import owner_chose
from billing.states import NON_TERMINAL
from kit.routers import PLATFORM_ALIAS
from tenants.models import Plan

logger = logging.getLogger(__name__)


class NotSubscribed(Exception):
    """There is nothing to change: one subscribes instead. Shown to the owner."""


class PriceChanged(Exception):
    """The plan costs something else than was shown. Shown to the owner, with the new price."""


@transaction.atomic(using=PLATFORM_ALIAS)
def try_plan(*, tenant_id: int, plan: Plan) -> None:
    """
    Go on with the trial under another plan. Locks the subscription. Safe to call twice.

    What exists beyond the limits of the new plan stays.

    :raises NotSubscribed: if the shop is not on a trial of ours
    """
    row = Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(tenant_id=tenant_id)
    if row.state != SubscriptionState.TRIALING or row.is_at_stripe:
        raise NotSubscribed
    put_in_force(row, plan)


def change_plan(*, tenant_id: int, plan: Plan, price_seen: int, now: dt.datetime) -> Subscription:
    """
    Move the subscription to another plan's price; what was paid for the rest of the month is counted by Stripe.

    To be called outside a transaction. Setting the price that is there already does nothing, so it may run twice. What
    staff wished before and Stripe has not done yet is taken back.

    `price_seen` is the price a month without VAT, in cents, that the owner agreed to.

    :raises NotSubscribed: if there is no subscription to change
    :raises PriceChanged: if the plan costs something else now than the owner saw; nothing has changed then
    :raises NotForSale: if the plan has no price at Stripe
    :raises GatewayError: if Stripe does not do it
    """
    row = refresh(tenant_id=tenant_id, now=now, hurried=True)
    if plan.price_amount != price_seen:
        raise PriceChanged
    if not move_to_plan(row, plan, idempotency_key=f"plan-{secrets.token_urlsafe(12)}"):
        raise NotSubscribed
    with transaction.atomic(using=PLATFORM_ALIAS):
        owner_chose(Subscription.objects.select_for_update().get(pk=row.pk), at=now)
    return refresh(tenant_id=tenant_id, now=now, hurried=True)


def move_to_plan(row: Subscription, plan: Plan, *, idempotency_key: str) -> bool:
    """
    Have Stripe take the price of `plan` from now on; returns False where no subscription lives there. Our own rows are left to `refresh`.

    To be called outside a transaction. Setting the price that is there already does nothing, so it may run twice.

    :raises NotForSale: if the plan's present price is not known at Stripe
    :raises GatewayError: if Stripe does not do it
    """
    live = next((one for one in _live(row) if one.id == row.stripe_subscription_id), None)
    if live is None:
        return False
    price = gateway.price_named(plan.lookup_key) if plan.lookup_key else None
    if price is None or price.amount != plan.price_amount:
        logger.error("plan %s has no price, or a former one, at Stripe", plan.code)
        raise NotForSale(plan.code)
    if price.id != live.price_id:
        gateway.change_price(live, price_id=price.id, idempotency_key=idempotency_key)
    return True


def _live(row: Subscription) -> list[gateway.SubscriptionFacts]:
    if not row.stripe_customer_id:
        return []
    return [one for one in gateway.subscriptions_of(row.stripe_customer_id, hurried=True) if one.status in NON_TERMINAL]
