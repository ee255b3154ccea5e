"""Our plans at the Stripe sandbox, one demo shop that pays for one, and the others in their free days."""

import datetime as dt

from django.db import transaction

from billing.catalogue import sync_plans
from billing.models import BillingCheckout, Subscription
from billing.services.agree import refresh
from billing.services.begin_trial import begin_trial
from billing.services.start_checkout import Buyer, Pages, start_checkout
from demo.seed.content import ShopContent
from kit.routers import PLATFORM_ALIAS
from kit.urls import public_origin
from payments.gateways.base import GatewayError
from payments.gateways.stripe import is_configured
from stripe_sandbox.services.make_charge import Payer
from stripe_sandbox.services.subscribe import subscribe
from tenants.models import Plan, Tenant

JUST_NOW = dt.timedelta(minutes=10)


def seed_billing(shops: list[tuple[Tenant, ShopContent]], *, now: dt.datetime) -> str:
    """
    Let the first shop pay for the plan without limits, the others try it. Safe to run twice: what was changed since stays.

    Returns what there is to say, also when the sandbox does not answer.
    """
    plan = Plan.objects.filter(code="plus").first()
    if plan is None or not is_configured():
        return ""
    for tenant, _shop in shops:
        begin_trial(tenant=tenant, now=now)
        if tenant.created_at > now - JUST_NOW:
            Tenant.objects.filter(pk=tenant.pk).update(plan=plan)
    try:
        sync_plans()
        plan.refresh_from_db()
        if Subscription.objects.filter(tenant=shops[0][0], stripe_subscription_id="").exists():
            _pay(*shops[0], plan, now=now)
    except GatewayError as error:
        return f"the sandbox does not answer, so no shop pays for its plan ({error})"
    return ""


def _pay(tenant: Tenant, shop: ShopContent, plan: Plan, *, now: dt.datetime) -> None:
    """Go the way of an owner whose free days are over: to the page, and through it."""
    Subscription.objects.filter(tenant=tenant).update(trial_ends_at=now)
    owner = shop["person"]["owner"]
    origin = public_origin(f"{shop['slug']}.localhost")
    buyer = Buyer(name=shop["shop"]["name"], email=owner["email"], vat_number="", language=owner["language"])
    pages = Pages(done=f"{origin}/backoffice/subscription/return/", canceled=f"{origin}/backoffice/subscription/")
    start_checkout(tenant_id=tenant.pk, plan=plan, buyer=buyer, pages=pages, now=now)
    page = BillingCheckout.objects.filter(subscription__tenant=tenant, state="open").first()
    if page is not None:
        with transaction.atomic(using=PLATFORM_ALIAS):
            subscribe(page.stripe_session_id, Payer("card", name=owner["name"], email=owner["email"]))
        refresh(tenant_id=tenant.pk, now=now)
