"""What was promised to go back is sent back."""

import datetime as dt
import logging

from django.db.models import Q

from payments.gateways.base import AccountDisconnected, GatewayBroken, GatewayError, GatewayRefused, GatewayUnavailable, RefundFacts
from payments.gateways.stripe import ShopGateway, shop_gateway
from payments.models import PaymentAttempt, Refund, RefundState, RefundWay
from payments.services.keep_refund import LOOK_AGAIN_AFTER, apply_refund, keep_answer
from payments.services.take_refund import take_refund

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = dt.timedelta(minutes=2)
DISCONNECTED = "account_disconnected"
BROKEN = "broken_"  # so many times Stripe answered that it failed inside
NOTHING_LEFT = "charge_already_refunded"  # somebody gave it back in the Stripe account before us


def send_refunds(*, now: dt.datetime) -> int:
    """Ask Stripe for each refund that is not done; returns how many it looked at. A chore: safe to run twice."""
    due = Refund.objects.filter(way=RefundWay.STRIPE).filter(
        Q(state=RefundState.NEW, checked_at=None)
        | Q(state=RefundState.NEW, checked_at__lte=now - TRY_AGAIN_AFTER)
        | Q(state=RefundState.PENDING, checked_at__lte=now - LOOK_AGAIN_AFTER)
    )
    ids = list(due.values_list("pk", flat=True))
    for refund_id in ids:
        send_refund(refund_id=refund_id, now=now)
    return len(ids)


def send_refund(*, refund_id: int, now: dt.datetime, hurried: bool = False) -> Refund:
    """
    Ask Stripe for one refund, or how it stands, and keep the answer; returns it.

    The row's own key makes asking twice one refund; for a day, so whoever asks again looks first whether it was made.
    Asked of the account that took the payment, also when the shop has another one by now. Without an answer it is
    tried again later. To be called outside a transaction.
    """
    refund = Refund.objects.select_related("attempt").get(pk=refund_id)
    if refund.attempt is None or not refund.is_open:
        return refund
    try:
        facts = _ask(refund, refund.attempt, hurried=hurried)
    except GatewayUnavailable as error:
        return keep_answer(refund, now=now, state=None, code=refund.code, error=str(error), again_after=TRY_AGAIN_AFTER)
    except GatewayBroken as error:
        code = _broken_once_more(refund)
        return keep_answer(refund, now=now, state=None, code=code, error=str(error), again_after=TRY_AGAIN_AFTER)
    except AccountDisconnected as error:
        return keep_answer(refund, now=now, state=RefundState.FAILED, code=DISCONNECTED, error=str(error))
    except GatewayRefused as error:
        return _refused(refund, refund.attempt, error, now=now)
    return apply_refund(refund_id=refund.pk, facts=facts, now=now)


def _ask(refund: Refund, attempt: PaymentAttempt, *, hurried: bool) -> RefundFacts:
    gateway = shop_gateway(attempt.stripe_account_id, hurried=hurried)
    if refund.stripe_refund_id:
        return gateway.fetch_refund(refund.stripe_refund_id)
    if refund.checked_at is not None and (made := _made_before(gateway, refund, attempt)) is not None:
        return made
    return gateway.refund(
        payment_intent_id=attempt.stripe_payment_intent_id,
        amount=refund.amount,
        metadata={"refund": refund.public_id, "attempt": attempt.public_id},
        idempotency_key=_key_of(refund),
        with_fee=_had_a_fee(attempt),
    )


def _made_before(gateway: ShopGateway, refund: Refund, attempt: PaymentAttempt) -> RefundFacts | None:
    """Return the refund that an earlier call made, of which no answer came; None when there is none."""
    made = gateway.list_refunds(payment_intent_id=attempt.stripe_payment_intent_id)
    return next((facts for facts in made if facts.metadata.get("refund") == refund.public_id and facts.amount == refund.amount), None)


def _key_of(refund: Refund) -> str:
    """Return the key to ask with: Stripe keeps a failure of its own with its key, so each of them needs another (stripe.md, trap 23)."""
    return f"{refund.idempotency_key}-{refund.code}" if refund.code.startswith(BROKEN) else refund.idempotency_key


def _broken_once_more(refund: Refund) -> str:
    return f"{BROKEN}{int(refund.code.removeprefix(BROKEN)) + 1 if refund.code.startswith(BROKEN) else 1}"


def _had_a_fee(attempt: PaymentAttempt) -> bool:
    """Say whether the platform took a share of this payment; Stripe refuses to return a fee that there was none of."""
    return bool((attempt.params.get("payment_intent_data") or {}).get("application_fee_amount"))


def _refused(refund: Refund, attempt: PaymentAttempt, error: GatewayRefused, *, now: dt.datetime) -> Refund:
    """
    Keep that Stripe said no. When it says that less is left than we thought, somebody gave money back in the
    Stripe account: those refunds are taken over, and one of the same amount is what was wanted here.
    """
    if error.code == NOTHING_LEFT or error.param == "amount":
        try:
            made = shop_gateway(attempt.stripe_account_id).list_refunds(payment_intent_id=attempt.stripe_payment_intent_id)
        except GatewayError as silence:
            return keep_answer(refund, now=now, state=None, error=str(silence), again_after=TRY_AGAIN_AFTER)
        for facts in made:
            take_refund(attempt=attempt, facts=facts, now=now, wanted_by=refund)
        refund.refresh_from_db()
        if not refund.is_open:
            return refund
    logger.error("refund %s refused: %s", refund.pk, error)
    return keep_answer(refund, now=now, state=RefundState.FAILED, code=error.code or error.param, error=str(error))
