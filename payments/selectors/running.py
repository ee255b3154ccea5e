"""What still runs through an account at Stripe: to be said before it is disconnected."""

from dataclasses import dataclass

from payments.models import Dispute, PaymentAttempt, Refund, RefundState, StripeAccount


@dataclass(frozen=True, slots=True)
class Running:
    """How much of each: payment pages on which money may still come, refunds on their way, disputes that are not over."""

    pages: int
    refunds: int
    disputes: int


def running_on(account: StripeAccount) -> Running:
    """Return what still runs through an account; three statements."""
    of_account = {"attempt__stripe_account_id": account.stripe_account_id}
    return Running(
        pages=PaymentAttempt.objects.live().filter(stripe_account_id=account.stripe_account_id).count(),
        refunds=Refund.objects.filter(state__in=[RefundState.NEW, RefundState.PENDING], **of_account).count(),
        disputes=Dispute.objects.open().filter(**of_account).count(),
    )
