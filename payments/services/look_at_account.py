"""What was done in the Stripe account and nobody told us: refunds and disputes, listed now and then."""

import datetime as dt
import logging

from django.db.models import Q

from kit.routers import SHOP_ALIAS
from payments.gateways.base import GatewayError
from payments.gateways.stripe import is_configured, shop_gateway
from payments.models import AccountState, AttemptState, Dispute, PaymentAttempt, StripeAccount
from payments.services.connect_account import refresh_account
from payments.services.take_dispute import take_dispute
from payments.services.take_refund import take_refund
from payments.services.want_ledger import want_ledger
from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

EVERY = dt.timedelta(hours=6)
OVERLAP = dt.timedelta(minutes=10)  # clocks differ, and what was made while we listed
REFUNDABLE_FOR = dt.timedelta(days=365)  # an account whose last payment is older is not looked at


def look_at_accounts(*, now: dt.datetime) -> int:
    """
    List the refunds and disputes of each account that took money, since the last look; returns how many accounts it asked.

    Two calls for each account, every six hours, one for each dispute that is not over, and its books are read after it:
    what Stripe told us of is known by then. One that we lost is asked as often whether we are let in again, for as long as
    its payments matter. A chore: safe to run twice.
    """
    if not is_configured():
        return 0
    oldest = now - REFUNDABLE_FOR
    matters = Q(state=AttemptState.PAID, paid_at__gte=oldest) | Q(state=AttemptState.UNSEEN, unseen_at__gte=oldest)
    took_money = PaymentAttempt.objects.using(SHOP_ALIAS).filter(matters).values("stripe_account_id").order_by()
    due = [account for account in StripeAccount.objects.filter(stripe_account_id__in=took_money) if _asked_at(account) <= now - EVERY]
    for account in due:
        _look(account, now=now)
    if due:
        wake_up_at(now + EVERY)
    return len(due)


def _asked_at(account: StripeAccount) -> dt.datetime:
    is_lost = account.state == AccountState.DISCONNECTED
    return (account.checked_at if is_lost else account.looked_at) or account.created_at


def _look(account: StripeAccount, *, now: dt.datetime) -> None:
    since = (account.looked_at or account.created_at) - OVERLAP  # what was done while we were not let in is listed after it
    gateway = shop_gateway(account.stripe_account_id)
    try:
        if _is_lost(account, now=now):
            return
        refunds, disputes = gateway.list_refunds(since=since), gateway.list_disputes(since=since)
        disputes += [gateway.fetch_dispute(dispute_id) for dispute_id in _open_before(account, listed={facts.id for facts in disputes})]
    except GatewayError as error:
        logger.warning("account %s was not looked at: %s", account.stripe_account_id, error)
        return
    for facts in refunds:
        attempt = attempt_of_payment(facts.payment_intent_id, account_id=account.stripe_account_id)
        if attempt is not None:
            take_refund(attempt=attempt, facts=facts, now=now)
    for dispute in disputes:
        attempt = attempt_of_payment(dispute.payment_intent_id, account_id=account.stripe_account_id)
        if attempt is not None:
            take_dispute(attempt=attempt, facts=dispute, now=now)
    want_ledger(stripe_account_id=account.stripe_account_id, at=now)  # a refund may fail when it had arrived: only the books tell
    StripeAccount.objects.filter(pk=account.pk).update(looked_at=now)


def _is_lost(account: StripeAccount, *, now: dt.datetime) -> bool:
    """Say whether we are still not let in to an account that we lost; asking notes it when we are again."""
    if account.state != AccountState.DISCONNECTED:
        return False
    return refresh_account(stripe_account_id=account.stripe_account_id, now=now).state == AccountState.DISCONNECTED


def _open_before(account: StripeAccount, *, listed: set[str]) -> list[str]:
    """Return the disputes of an account that we believe open and that the list does not show: they began before it does."""
    known = Dispute.objects.open().filter(attempt__stripe_account_id=account.stripe_account_id)
    return list(known.exclude(stripe_dispute_id__in=listed).values_list("stripe_dispute_id", flat=True))


def attempt_of_payment(payment_intent_id: str, *, account_id: str) -> PaymentAttempt | None:
    """Return the attempt of the bound shop that a payment of this account belongs to; None when it is none of ours."""
    if not payment_intent_id:
        return None
    return PaymentAttempt.objects.filter(stripe_payment_intent_id=payment_intent_id, stripe_account_id=account_id).first()
