"""Our plans as products and prices at Stripe, found by names that we choose: no id of Stripe is kept."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from billing.gateway import price_named, tax_rate
from payments.gateways.base import GatewayRefused
from payments.gateways.stripe import is_configured, platform_stripe
from tenants.models import Plan
from tenants.models.plan import VAT_RATE

VAT_PERCENT = VAT_RATE / 100


def product_id_of(plan: Plan) -> str:
    """Return what a plan's product is called at Stripe; it stays when the price changes."""
    return f"vitrine_plan_{plan.code}"


def plan_for(*, price_key: str, product_id: str) -> Plan | None:
    """Return the plan that a price belongs to; an older price of it has lost its key and is known by its product."""
    by_key = Plan.objects.filter(lookup_key=price_key).first() if price_key else None
    if by_key is not None:
        return by_key
    return next((plan for plan in Plan.objects.all() if product_id_of(plan) == product_id), None)


@dataclass
class Synced:
    """What `sync_plans` did, in words for who ran it."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def sync_plans() -> Synced:
    """
    Make Stripe's products, prices and our tax rate agree with the plans. Safe to run twice.

    A plan of another price gets a new one, which takes its key; who pays the former goes on paying it. Free plans need none.

    :raises payments.gateways.base.GatewayError: if Stripe does not answer; run it again
    """
    synced = Synced()
    _sync_tax_rate(synced)
    for plan in Plan.objects.filter(price_amount__gt=0):
        if not plan.lookup_key:
            plan.lookup_key = f"plan-{plan.code}"
            plan.save(update_fields=["lookup_key", "updated_at"])
        _sync_product(plan, synced)
        _sync_price(plan, synced)
        # What was saved meanwhile is another price, or another name: then the next run tells of it.
        Plan.objects.filter(pk=plan.pk, updated_at=plan.updated_at).update(amount_at_stripe=plan.price_amount)
    return synced


def sync_what_changed() -> Synced | None:
    """Tell Stripe of the plans where any has changed since; None when none has, or Stripe is not set up. Safe to run twice."""
    is_behind = Plan.objects.filter(price_amount__gt=0).filter(~Q(amount_at_stripe=F("price_amount")) | Q(amount_at_stripe=None))
    if not is_configured() or not is_behind.exists():
        return None
    return sync_plans()


def _sync_tax_rate(synced: Synced) -> None:
    if tax_rate(VAT_PERCENT):
        synced.kept.append("VAT")
        return
    params: dict[str, Any] = {
        "display_name": "TVA / BTW",
        "percentage": VAT_PERCENT,
        "inclusive": False,
        "country": "BE",
        "tax_type": "vat",
    }
    with platform_stripe() as v1:
        v1.tax_rates.create(params=params)
    synced.made.append("VAT")


def _sync_product(plan: Plan, synced: Synced) -> None:
    product_id, name = product_id_of(plan), f"Vitrine {plan.names.get('fr', plan.code)}"
    try:
        with platform_stripe() as v1:
            v1.products.update(product_id, params={"name": name, "active": True})
        synced.kept.append(product_id)
    except GatewayRefused as error:
        if error.code != "resource_missing":
            raise
        with platform_stripe() as v1:
            v1.products.create(params={"id": product_id, "name": name, "metadata": {"plan": plan.code}})
        synced.made.append(product_id)


def _sync_price(plan: Plan, synced: Synced) -> None:
    known = price_named(plan.lookup_key)
    if known is not None and (known.amount, known.product_id) == (plan.price_amount, product_id_of(plan)):
        synced.kept.append(plan.lookup_key)
        return
    params: dict[str, Any] = {
        "product": product_id_of(plan),
        "currency": "eur",
        "unit_amount": plan.price_amount,
        "recurring": {"interval": "month"},
        "tax_behavior": "exclusive",
        "lookup_key": plan.lookup_key,
        "transfer_lookup_key": True,
    }
    with platform_stripe() as v1:
        v1.prices.create(params=params)
    synced.made.append(plan.lookup_key)
