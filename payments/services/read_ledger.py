"""
Stripe's books are read: what moved on the balance of each account that the shop has or had, and what went to the bank.

Each page is committed with the place where it ended, so whoever is stopped goes on there. What is read
twice is kept once: every row carries Stripe's own name for it.
"""

import datetime as dt
import logging

from django.db import transaction

from kit.routers import SHOP_ALIAS
from payments.gateways.base import AccountDisconnected, GatewayError
from payments.gateways.books import EntryFacts, PayoutFacts
from payments.gateways.stripe import ShopGateway, shop_gateway
from payments.models import AttemptState, BalanceEntry, EntryKind, LedgerMark, PaymentAttempt, Payout, PayoutState, Refund, StripeAccount
from payments.models.ledger import PAYOUT_KINDS, UNDERWAY
from payments.services.keep_refund import apply_refund
from payments.services.want_ledger import want_ledger

logger = logging.getLogger(__name__)

OVERLAP = dt.timedelta(hours=1)  # Stripe may write an entry a little later than it dates it
PAYOUT_MAY_FAIL = dt.timedelta(days=14)  # a bank may send money back days after it "arrived"
FORGOTTEN_AFTER = dt.timedelta(days=60)  # paid out by hand: Stripe never says with which payout
HAVE_ENTRIES = [AttemptState.PROCESSING, AttemptState.PAID]
LOOK_AGAIN_AFTER = dt.timedelta(hours=12)
TRY_AGAIN_AFTER = dt.timedelta(minutes=10)


def read_ledgers(*, now: dt.datetime) -> int:
    """Read the books that somebody asked for; returns how many. A chore: safe to run twice, and it wakes nobody without a reason."""
    due = list(LedgerMark.objects.filter(wanted_at__lte=now).values_list("stripe_account_id", flat=True))
    for account_id in due:
        LedgerMark.objects.filter(stripe_account_id=account_id, wanted_at__lte=now).update(wanted_at=None)
        try:
            read_ledger(stripe_account_id=account_id, now=now)
        except AccountDisconnected as error:
            logger.warning("the books of %s are closed to us: %s", account_id, error)
        except GatewayError as error:
            logger.warning("the books of %s can't be read: %s", account_id, error)
            want_ledger(stripe_account_id=account_id, at=now + TRY_AGAIN_AFTER)
    return len(due)


def look_again(*, now: dt.datetime) -> bool:
    """
    Read all books of the shop while somebody waits for the page; returns whether Stripe answered for each.

    To be called outside a transaction. Books that are closed to us stay as they were last read.
    """
    answered = True
    for account in StripeAccount.objects.order_by("pk"):
        try:
            read_ledger(stripe_account_id=account.stripe_account_id, now=now, hurried=True)
        except GatewayError as error:
            logger.warning("the books of %s can't be read: %s", account.stripe_account_id, error)
            answered = answered and not account.is_current
    return answered


def read_ledger(*, stripe_account_id: str, now: dt.datetime, hurried: bool = False) -> None:
    """
    Read what is new in the books of one account. To be called outside a transaction; safe to run twice and at once.

    :raises GatewayError: if Stripe does not say; what was read until then is kept
    """
    gateway = shop_gateway(stripe_account_id, hurried=hurried)
    mark, _created = LedgerMark.objects.get_or_create(stripe_account_id=stripe_account_id)
    _read_payouts(gateway)
    _read_entries(gateway, mark)
    _read_what_is_in_payouts(gateway)
    _link_what_was_unknown(stripe_account_id)
    _settle_what_came_back(gateway, now=now)
    LedgerMark.objects.filter(pk=mark.pk).update(read_at=now)
    if _something_is_underway(stripe_account_id, now=now):
        want_ledger(stripe_account_id=stripe_account_id, at=now + LOOK_AGAIN_AFTER)


def _read_payouts(gateway: ShopGateway) -> None:
    """Keep each payout that is new or may have changed; a bank may send back what had arrived."""
    known = Payout.objects.filter(stripe_account_id=gateway.account_id)
    newest = known.order_by("-sent_at").values_list("sent_at", flat=True).first()
    oldest_open = known.filter(state__in=UNDERWAY).order_by("sent_at").values_list("sent_at", flat=True).first()
    since = min(oldest_open or newest, newest) - PAYOUT_MAY_FAIL if newest else None
    after, has_more = "", True
    while has_more:
        page, has_more = gateway.payouts(since=int(since.timestamp()) if since else 0, after=after)
        for facts in page:
            _keep_payout(gateway.account_id, facts)
        after = page[-1].id if page else ""
        has_more = has_more and bool(page)


def _keep_payout(account_id: str, facts: PayoutFacts) -> None:
    Payout.objects.update_or_create(
        stripe_id=facts.id,
        defaults={
            "stripe_account_id": account_id,
            "amount": facts.amount,
            "currency": facts.currency,
            "state": facts.state,
            "is_automatic": facts.is_automatic,
            "sent_at": facts.sent_at,
            "arrives_on": facts.arrives_on,
            "failure": facts.failure[:300],
        },
    )


def _read_entries(gateway: ShopGateway, mark: LedgerMark) -> None:
    """Walk from the newest entry back to where the last walk began, or to the very first."""
    since = int((mark.read_until - OVERLAP).timestamp()) if mark.read_until else 0
    has_more = True
    while has_more:
        page, has_more = gateway.entries(since=since, after=mark.resume_after)
        has_more = has_more and bool(page)
        with transaction.atomic(using=SHOP_ALIAS):
            _keep_entries(gateway.account_id, page)
            mark.top = mark.top or (page[0].happened_at if page else mark.read_until)
            mark.resume_after = page[-1].id if has_more else ""
            if not has_more:
                mark.read_until, mark.top = mark.top, None
            mark.save(update_fields=["top", "resume_after", "read_until"])


def _keep_entries(account_id: str, page: list[EntryFacts]) -> None:
    attempts = _attempts_of(account_id, [facts.payment_intent_id for facts in page])
    refunds = {row.stripe_refund_id: row for row in Refund.objects.filter(stripe_refund_id__in=[facts.source_id for facts in page])}
    rows = [_row(account_id, facts, attempts, refunds) for facts in page]
    BalanceEntry.objects.bulk_create(rows, ignore_conflicts=True)
    for facts in page:
        attempt = attempts.get(facts.payment_intent_id)
        if attempt is not None and facts.method and not attempt.method:
            PaymentAttempt.objects.filter(pk=attempt.pk).update(method=facts.method[:30])


def _row(account_id: str, facts: EntryFacts, attempts: dict[str, PaymentAttempt], refunds: dict[str, Refund]) -> BalanceEntry:
    return BalanceEntry(
        stripe_id=facts.id,
        stripe_account_id=account_id,
        kind=facts.kind,
        stripe_type=facts.type,
        amount=facts.amount,
        stripe_fee=facts.stripe_fee,
        platform_fee=facts.platform_fee,
        net=facts.net,
        currency=facts.currency,
        happened_at=facts.happened_at,
        available_on=facts.available_on,
        source_id=facts.source_id,
        payment_intent_id=facts.payment_intent_id,
        attempt=attempts.get(facts.payment_intent_id),
        refund=refunds.get(facts.source_id),
    )


def _attempts_of(account_id: str, intents: list[str]) -> dict[str, PaymentAttempt]:
    """Return the attempts of these payments by their names, of this account alone: an old payment stays with its old account."""
    wanted = [intent for intent in intents if intent]
    found = PaymentAttempt.objects.filter(stripe_account_id=account_id, stripe_payment_intent_id__in=wanted)
    return {attempt.stripe_payment_intent_id: attempt for attempt in found}


def _read_what_is_in_payouts(gateway: ShopGateway) -> None:
    """Write down of each payout which entries it carries. Only of automatic ones Stripe says so."""
    for payout in Payout.objects.filter(stripe_account_id=gateway.account_id, is_read=False, is_automatic=True):
        after, has_more = "", True
        while has_more:
            page, has_more = gateway.entries(payout=payout.stripe_id, after=after)
            has_more = has_more and bool(page)
            _keep_entries(gateway.account_id, page)
            BalanceEntry.objects.filter(stripe_id__in=[facts.id for facts in page]).update(payout=payout)
            after = page[-1].id if page else ""
        if payout.state != PayoutState.PENDING:
            Payout.objects.filter(pk=payout.pk).update(is_read=True)


def _link_what_was_unknown(account_id: str) -> None:
    """
    Find the entries of our attempts and refunds that were read before we knew their names.

    Looked for from our side, so what the shop sells elsewhere with the same account costs nothing.
    """
    loose = BalanceEntry.objects.filter(stripe_account_id=account_id)
    attempts = PaymentAttempt.objects.filter(stripe_account_id=account_id, state__in=HAVE_ENTRIES, balance_entries=None)
    for attempt in attempts.exclude(stripe_payment_intent_id=""):
        loose.filter(attempt=None, payment_intent_id=attempt.stripe_payment_intent_id).update(attempt=attempt)
    refunds = Refund.objects.filter(attempt__stripe_account_id=account_id, balance_entries=None)
    for refund in refunds.exclude(stripe_refund_id=""):
        loose.filter(refund=None, source_id=refund.stripe_refund_id).update(refund=refund)


def _settle_what_came_back(gateway: ShopGateway, *, now: dt.datetime) -> None:
    """Ask about the refunds that the books say came back while we believe that they arrive: nobody told us that they failed."""
    back = BalanceEntry.objects.filter(stripe_account_id=gateway.account_id, kind=EntryKind.REFUND_FAILURE)
    for refund in Refund.objects.live().filter(balance_entries__in=back):
        apply_refund(refund_id=refund.pk, facts=gateway.fetch_refund(refund.stripe_refund_id), now=now)


def _something_is_underway(account_id: str, *, now: dt.datetime) -> bool:
    """Return whether money is still at Stripe or between it and the bank: then a payout will come, told or not."""
    ours = BalanceEntry.objects.filter(stripe_account_id=account_id, payout=None, happened_at__gte=now - FORGOTTEN_AFTER)
    ours = ours.exclude(kind__in=PAYOUT_KINDS)
    return ours.exclude(net=0).exists() or Payout.objects.filter(stripe_account_id=account_id, state__in=UNDERWAY).exists()
