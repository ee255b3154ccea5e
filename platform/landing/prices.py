"""What a shop costs, as the rows say it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.models import Plan

EXAMPLE_SALE = 4000  # cents
STRIPE_PRICES = "https://stripe.com/be/pricing"


@dataclass(frozen=True, slots=True)
class Sale:
    """What one sale paid online costs under a plan, in cents; Stripe's own fees not counted."""

    plan: Plan
    amount: int
    fee: int

    @property
    def kept(self) -> int:
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class Prices:
    """The plans that anybody may choose, in their order; there may be none."""

    plans: tuple[Plan, ...]

    @property
    def cheapest(self) -> Plan | None:
        return min(self.plans, key=lambda plan: plan.price_amount, default=None)

    @property
    def trial_days(self) -> int:
        """The days for free that every plan begins with."""
        return min((plan.trial_days for plan in self.plans), default=0)

    @property
    def is_without_fee(self) -> bool:
        """Whether no plan takes a part of the sales."""
        return not any(plan.fee_basis_points for plan in self.plans)

    @property
    def sales(self) -> list[Sale]:
        """The same sale under each plan."""
        return [Sale(plan, EXAMPLE_SALE, plan.fee_on(EXAMPLE_SALE)) for plan in self.plans]


def prices() -> Prices:
    """Return what is offered now; one query."""
    return Prices(tuple(Plan.objects.offered()))


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    context = {"prices": prices(), "example_sale": EXAMPLE_SALE, "stripe_prices": STRIPE_PRICES}
    return render(request, "platform/pricing.html", context)
