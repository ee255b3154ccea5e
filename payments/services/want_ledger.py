"""Stripe's books moved: they are to be read again soon."""

import datetime as dt

from django.db.models import Q

from kit.routers import SHOP_ALIAS
from payments.models import LedgerMark, StripeAccount, WebhookEvent
from tenants.services.wake_up import wake_up_at

LEDGER_WAIT = dt.timedelta(minutes=2)  # several payments of the same minutes are read together
TELL_OF_MONEY = ("payout.", "checkout.session.completed", "checkout.session.async", "refund.", "charge.")


def want_ledger(*, stripe_account_id: str, at: dt.datetime) -> None:
    """
    Ask that the chore `read_ledgers` reads the books of this account at `at`, or sooner if somebody asked that before.

    May be part of a transaction. Safe to run twice.
    """
    mark, created = LedgerMark.objects.using(SHOP_ALIAS).get_or_create(stripe_account_id=stripe_account_id, defaults={"wanted_at": at})
    later = Q(wanted_at=None) | Q(wanted_at__gt=at)
    if created or LedgerMark.objects.filter(later, pk=mark.pk).update(wanted_at=at):
        wake_up_at(at)


def want_ledger_after(event: WebhookEvent, *, now: dt.datetime) -> None:
    """Ask for it when an event of an account of this shop tells of money that moved, whether or not it is about an order of ours."""
    if not event.type.startswith(TELL_OF_MONEY):
        return
    if StripeAccount.objects.filter(stripe_account_id=event.stripe_account_id).exists():
        want_ledger(stripe_account_id=event.stripe_account_id, at=now + LEDGER_WAIT)
