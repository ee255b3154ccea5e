"""What another plan costs a shop, from when, and what ends: read before the owner agrees."""

import datetime as dt
from dataclasses import dataclass, replace

from billing.models import Subscription, SubscriptionState
from billing.rules.proration import difference_until
from billing.selectors import Account, Offer
from billing.usage import Exceeded, exceeded_by, usage
from tenants.models import Plan
from tenants.models.plan import with_vat


@dataclass(frozen=True, slots=True)
class Change:
    """From one plan to another. `difference`: what the rest of this month costs more, in cents with VAT; 0 where nothing is paid yet."""

    row: Subscription
    plan: Plan
    deed: str
    difference: int
    exceeded: tuple[Exceeded, ...]

    @property
    def difference_size(self) -> int:
        return abs(self.difference)

    @property
    def first_charge(self) -> int:
        """Return about what the next invoice comes to, in cents with VAT: the month that begins then, and the difference; never below 0."""
        return max(self.with_vat + self.difference, 0)

    @property
    def is_trial(self) -> bool:
        """Whether nothing is paid before the free days are over."""
        return bool(self.row.state == SubscriptionState.TRIALING)

    @property
    def is_open(self) -> bool:
        """Whether an invoice waits that the change does not pay."""
        return self.row.state in (SubscriptionState.PAST_DUE, SubscriptionState.UNPAID)

    @property
    def charged_on(self) -> dt.datetime | None:
        return self.row.current_period_end if self.deed == "change" else self.row.trial_ends_at

    @property
    def with_vat(self) -> int:
        return self.plan.price_with_vat


def change_to(plan: Plan, account: Account) -> Change | None:
    """Return what taking `plan` means; None where it is in force already, or is to be subscribed to first."""
    offer = next((each for each in account.offers if each.plan == plan), None)
    if account.row is None or offer is None:
        return None
    deed = "change" if offer.deed == "change" else "try" if offer.may_try else ""
    if not deed:
        return None
    exceeded = tuple(exceeded_by(plan, used=usage()))
    return Change(account.row, plan, deed, _difference(account.row, plan, deed, now=account.now), exceeded)


def offers_with_room(account: Account) -> tuple[Offer, ...]:
    """Return the plans with that of which the bound shop has too much for them; the plan in force says nothing."""
    used = usage() if account.offers else {}
    return tuple(each if each.is_current else replace(each, exceeded=tuple(exceeded_by(each.plan, used=used))) for each in account.offers)


def _difference(row: Subscription, plan: Plan, deed: str, *, now: dt.datetime) -> int:
    if deed != "change" or row.state == SubscriptionState.TRIALING or row.current_period_end is None:
        return 0
    before, after = row.monthly_with_vat, with_vat(plan.price_amount)
    return difference_until(row.current_period_end, now=now, before=before, after=after)
