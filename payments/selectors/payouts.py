"""What Stripe sends to the shop's bank, and what it still has."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from kit.clock import in_brussels
from payments.models import BalanceEntry, EntryKind, LedgerMark, Payout, PayoutState, StripeAccount
from payments.models.ledger import PAYOUT_KINDS, UNDERWAY
from payments.rules.periods import Period


@dataclass(frozen=True)
class Underway:
    """
    Online money that is not on the shop's bank account yet, in cents: `sent` there, or still with Stripe (`waiting`, may be negative).

    `arrives_on` is when what was sent is there; `free_on` the first day on which more may be sent.
    """

    sent: int
    waiting: int
    arrives_on: dt.date | None
    free_on: dt.date | None

    @property
    def total(self) -> int:
        return self.sent + self.waiting


def underway(*, now: dt.datetime) -> Underway:
    """Return what is on its way now, of all accounts the shop ever had; three statements."""
    sent = Payout.objects.filter(state__in=UNDERWAY).aggregate(amount=Coalesce(Sum("amount"), 0), arrives=Min("arrives_on"))
    waiting = BalanceEntry.objects.aggregate(net=Coalesce(Sum("net"), 0))["net"]
    unsent = BalanceEntry.objects.filter(payout=None, net__gt=0, available_on__gt=in_brussels(now).date()).exclude(kind__in=PAYOUT_KINDS)
    return Underway(sent["amount"], waiting, sent["arrives"], unsent.aggregate(day=Min("available_on"))["day"])


def payouts_of(period: Period) -> QuerySet[Payout]:
    """Return the payouts that arrive, arrived or failed in the period, the newest first, each with what is in it."""
    of = Q(entries__kind=EntryKind.CHARGE)
    back = Q(entries__kind__in=[EntryKind.REFUND, EntryKind.REFUND_FAILURE])
    rest = Q(entries__kind__in=[EntryKind.DISPUTE, EntryKind.DISPUTE_REVERSAL, EntryKind.FEE, EntryKind.OTHER])
    fees = Sum("entries__stripe_fee", default=0) + Sum("entries__platform_fee", default=0)
    return (
        Payout.objects.filter(arrives_on__range=(period.first, period.last))
        .annotate(
            payments=Count("entries", filter=of),
            came=Sum("entries__amount", filter=of, default=0),
            back=Sum("entries__amount", filter=back, default=0),
            rest=Sum("entries__amount", filter=rest, default=0),
            fees=fees,
        )
        .order_by("-arrives_on", "-pk")
    )


def arrived_in(payouts: list[Payout]) -> int:
    """Return how many cents of these are on the shop's account."""
    return sum(payout.amount for payout in payouts if payout.state == PayoutState.PAID)


@dataclass(frozen=True)
class Freshness:
    """Until when Stripe's books are known: `read_at` of the account that was read least recently, None when never."""

    has_account: bool
    read_at: dt.datetime | None


def freshness() -> Freshness:
    """Say how fresh the figures of Stripe are, of the account that takes the money now; two statements."""
    account = StripeAccount.objects.filter(is_current=True).first() or StripeAccount.objects.order_by("-pk").first()
    if account is None:
        return Freshness(has_account=False, read_at=None)
    mark = LedgerMark.objects.filter(stripe_account_id=account.stripe_account_id).first()
    return Freshness(has_account=True, read_at=mark.read_at if mark else None)
