"""Which account takes this shop's money."""

from payments.gateways.stripe import is_configured
from payments.models import AccountState, StripeAccount


def current_account() -> StripeAccount | None:
    """Return the shop's account, ready or not; None while it has none."""
    return StripeAccount.objects.filter(is_current=True).first()


def online_payment_available() -> bool:
    """Say whether customers can pay online now. One query; asked in the checkout only, so not cached."""
    return is_configured() and StripeAccount.objects.filter(is_current=True, state=AccountState.READY).exists()
