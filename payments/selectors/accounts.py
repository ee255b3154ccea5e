"""Which account takes this shop's money."""

from django.db.models import Q

from payments.gateways.stripe import is_configured
from payments.models import AccountState, StripeAccount


def current_account() -> StripeAccount | None:
    """Return the shop's account, ready or not; None while it has none."""
    return StripeAccount.objects.filter(is_current=True).first()


def earlier_accounts() -> list[StripeAccount]:
    """Return the accounts that took this shop's money before, the latest first."""
    return list(StripeAccount.objects.filter(is_current=False).order_by("-id"))


def account_to_look_after() -> StripeAccount | None:
    """Return the shop's account if its owner must do something before customers can pay online; None otherwise."""
    waits = [AccountState.STARTED, AccountState.RESTRICTED, AccountState.DISCONNECTED]
    return (
        StripeAccount.objects.filter(is_current=True)
        .filter(Q(state__in=waits) | Q(state=AccountState.READY, deadline_at__isnull=False))
        .first()
    )


def online_payment_available() -> bool:
    """Say whether customers can pay online now. One query; asked in the checkout only, so not cached."""
    return is_configured() and StripeAccount.objects.filter(is_current=True, state=AccountState.READY).exists()
