"""An owner wants to pay us: they are sent to Stripe's page, always the same one, and never to a second subscription."""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from billing import gateway
from billing.catalogue import VAT_PERCENT
from billing.models import LIVE, BillingCheckout, CheckoutState, Subscription, SubscriptionState
from billing.models.checkout import new_public_id
from billing.services.agree import refresh
from kit.routers import PLATFORM_ALIAS
from payments.gateways.base import GatewayBroken, GatewayRefused, GatewayUnavailable
from tenants.models import Plan

logger = logging.getLogger(__name__)

LIFETIME = dt.timedelta(hours=23)  # Stripe's most is 24
LAST_MINUTES = dt.timedelta(minutes=10)  # a page about to close is of no use to anybody
SHORTEST_TRIAL = dt.timedelta(hours=49)  # Stripe takes no end of a trial that is less than 48 hours ahead
MAX_ROUNDS = 3


class SubscribedAlready(Exception):
    """A subscription lives: it may be changed, a second is never made (stripe.md, trap 54). Shown to the owner."""


class NotForSale(Exception):
    """This plan has no price at Stripe: `sync_plans` was not run. Shown to the owner, an alarm for us."""


class NothingToPay(Exception):
    """The shop is free of charge: whoever paid would pay for nothing. Shown to the owner."""


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who pays, as the shop's settings say it. `vat_number` as BE0123456789, may be empty."""

    name: str
    email: str
    vat_number: str
    language: str


@dataclass(frozen=True)
class Pages:
    """Where Stripe leads back to; `done` is told which checkout it was, and believes nothing else."""

    done: str
    canceled: str


def start_checkout(*, tenant_id: int, plan: Plan, buyer: Buyer, pages: Pages, now: dt.datetime) -> str:
    """
    Return the address of the page on which a shop subscribes to `plan`.

    Clicking twice, in two tabs or after a timeout leads to the same page while it can be used. Before another is made,
    every open one of this customer is closed, and what was paid meanwhile counts. The intent is committed before Stripe is called;
    nothing is called inside a transaction.

    :raises NothingToPay: if the shop is free of charge
    :raises SubscribedAlready: if there is one
    :raises NotForSale: if the plan has no price at Stripe
    :raises GatewayError: if Stripe does not answer; nothing is charged, and clicking again goes on with it
    """
    if Subscription.objects.filter(tenant_id=tenant_id, state=SubscriptionState.FREE).exists():
        raise NothingToPay
    customer_id = _customer(tenant_id, buyer)
    _refuse_second(refresh(tenant_id=tenant_id, now=now, hurried=True))
    price, rate = gateway.price_named(plan.lookup_key) if plan.lookup_key else None, gateway.tax_rate(VAT_PERCENT)
    if price is None or not rate or price.amount != plan.price_amount:
        logger.error("plan %s has no price or no tax rate at Stripe: run sync_plans", plan.code)
        raise NotForSale(plan.code)
    for _round in range(MAX_ROUNDS):
        wanted = _Wanted(plan, price.id, rate, customer_id, buyer, pages)
        checkout = _with_page(_live_or_new(tenant_id, wanted, now=now))
        if checkout.state == CheckoutState.OPEN and _asks_for(checkout, price.id) and checkout.expires_at > now + LAST_MINUTES:
            if _close_others(customer_id, checkout):
                return checkout.url
        elif checkout.state == CheckoutState.OPEN:
            _note(checkout, gateway.expire_page(checkout.stripe_session_id))
        _refuse_second(refresh(tenant_id=tenant_id, now=now, hurried=True))
    raise GatewayUnavailable("no checkout got a page")


def _asks_for(checkout: BillingCheckout, price_id: str) -> bool:
    """Say whether a page asks for this plan at the price that is shown now: a former one may be higher."""
    return [line["price"] for line in checkout.params["line_items"]] == [price_id]


def _refuse_second(row: Subscription) -> None:
    if row.is_at_stripe:
        raise SubscribedAlready


def _customer(tenant_id: int, buyer: Buyer) -> str:
    """Return the shop's customer at Stripe; made with a request that was committed before, so that asking again makes no second."""
    with transaction.atomic(using=PLATFORM_ALIAS):
        row = Subscription.objects.select_for_update().get(tenant_id=tenant_id)
        if row.stripe_customer_id:
            return row.stripe_customer_id
        if not row.customer_request:
            row.customer_request = {"key": f"cus-{secrets.token_urlsafe(12)}", "params": _customer_params(tenant_id, buyer)}
            row.save()
            row.refresh_from_db()  # PostgreSQL orders the keys: whoever asks again must ask in the same words
        request = row.customer_request
    try:
        customer_id = gateway.create_customer(request["params"], idempotency_key=request["key"])
    except (GatewayBroken, GatewayRefused):  # the same key would say so for a day: the next click asks anew
        Subscription.objects.filter(tenant_id=tenant_id, stripe_customer_id="").update(customer_request={})
        raise
    except GatewayUnavailable:  # of two clicks at once, Stripe answers one only: the other looks what that one got
        customer_id = _soon(lambda: Subscription.objects.get(tenant_id=tenant_id).stripe_customer_id)
        if not customer_id:
            raise
    with transaction.atomic(using=PLATFORM_ALIAS):
        row = Subscription.objects.select_for_update().get(tenant_id=tenant_id)
        if not row.stripe_customer_id:
            row.stripe_customer_id = customer_id
            row.save()
        return row.stripe_customer_id


def _customer_params(tenant_id: int, buyer: Buyer) -> dict[str, Any]:
    params: dict[str, Any] = {
        "email": buyer.email,
        "name": buyer.name,
        "preferred_locales": [buyer.language],
        "metadata": {"shop": str(tenant_id)},
    }
    if buyer.vat_number:
        params["tax_id_data"] = [{"type": "eu_vat", "value": buyer.vat_number}]
    return params


@dataclass(frozen=True)
class _Wanted:
    plan: Plan
    price_id: str
    tax_rate_id: str
    customer_id: str
    buyer: Buyer
    pages: Pages


@transaction.atomic(using=PLATFORM_ALIAS)
def _live_or_new(tenant_id: int, wanted: _Wanted, *, now: dt.datetime) -> BillingCheckout:
    row = Subscription.objects.select_for_update().get(tenant_id=tenant_id)
    live = row.checkouts.filter(state__in=LIVE).first()
    if live is not None:
        return live
    public_id, expires_at = new_public_id(), now + LIFETIME
    params = _page_params(row, wanted, public_id=public_id, expires_at=expires_at, now=now)
    new = BillingCheckout.objects.create(subscription=row, plan=wanted.plan, public_id=public_id, params=params, expires_at=expires_at)
    return BillingCheckout.objects.get(pk=new.pk)  # as PostgreSQL orders the keys: whoever asks again asks in the same words


def _page_params(row: Subscription, wanted: _Wanted, *, public_id: str, expires_at: dt.datetime, now: dt.datetime) -> dict[str, Any]:
    subscription: dict[str, Any] = {
        "metadata": {"shop": str(row.tenant_id), "plan": wanted.plan.code},
        "default_tax_rates": [wanted.tax_rate_id],
        "trial_settings": {"end_behavior": {"missing_payment_method": "pause"}},
    }
    if row.trial_ends_at is not None and row.trial_ends_at - now > SHORTEST_TRIAL:
        subscription["trial_end"] = int(row.trial_ends_at.timestamp())
    else:
        del subscription["trial_settings"]
    return {
        "mode": "subscription",
        "customer": wanted.customer_id,
        "client_reference_id": public_id,
        "locale": wanted.buyer.language,
        "line_items": [{"price": wanted.price_id, "quantity": 1}],
        "success_url": f"{wanted.pages.done}?checkout={public_id}",
        "cancel_url": wanted.pages.canceled,
        "expires_at": int(expires_at.timestamp()),
        "payment_method_collection": "always",  # who comes here wants to pay: without a card the trial goes on with us
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "customer_update": {"address": "auto", "name": "auto"},
        "metadata": {"shop": str(row.tenant_id)},
        "subscription_data": subscription,
    }


def _with_page(checkout: BillingCheckout) -> BillingCheckout:
    """Ask for the page of a committed checkout, with its own key and frozen parameters: asking again gets the same."""
    if checkout.state != CheckoutState.NEW:
        page = gateway.fetch_page(checkout.stripe_session_id)
    else:
        try:
            page = gateway.create_page(checkout.params, idempotency_key=checkout.idempotency_key)
        except (GatewayBroken, GatewayRefused):
            BillingCheckout.objects.filter(pk=checkout.pk, state=CheckoutState.NEW).update(state=CheckoutState.FAILED)
            raise
        except GatewayUnavailable:
            if not _soon(lambda: BillingCheckout.objects.get(pk=checkout.pk).stripe_session_id):
                raise
            checkout.refresh_from_db()
            return checkout
    return _note(checkout, page)


def _soon(look: Callable[[], str]) -> str:
    """Return what the other of two clicks at once is about to write, or "" when it does not."""
    for _try in range(8):
        if found := look():
            return found
        time.sleep(0.25)
    return ""


def _note(checkout: BillingCheckout, page: gateway.PageFacts) -> BillingCheckout:
    checkout.stripe_session_id, checkout.url, checkout.state = page.id, page.url or checkout.url, page.status
    BillingCheckout.objects.filter(pk=checkout.pk, state__in=LIVE).update(stripe_session_id=page.id, url=checkout.url, state=page.status)
    return checkout


def _close_others(customer_id: str, checkout: BillingCheckout) -> bool:
    """Close every other open page of this customer; False when one of them was completed just before."""
    others = [page for page in gateway.open_pages(customer_id) if page.id != checkout.stripe_session_id]
    return all(gateway.expire_page(page.id).status != "complete" for page in others)
