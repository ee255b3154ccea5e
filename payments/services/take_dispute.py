"""What Stripe says of a dispute becomes what we know: a flag on the order, never a change of where it stands."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from orders.events import record_event
from orders.locks import lock_order
from orders.models import Order, OrderEventKind
from payments.gateways.base import DisputeFacts
from payments.models import Dispute, PaymentAttempt
from payments.services.order_figures import refresh_figures
from payments.services.refund_mails import DISPUTE_ENDED, DISPUTE_OPENED, tell_owners_of_dispute
from shops.services.record_event import record_event as log_event

NOTES = {"won": "dispute_won", "lost": "dispute_lost"}  # the rest ended without the bank deciding: dispute_closed


def take_dispute(*, attempt: PaymentAttempt, facts: DisputeFacts, now: dt.datetime) -> Dispute:
    """
    Make our row of a dispute agree with what Stripe says. Locks the order; safe to run twice and in any order of messages.

    The owners are mailed when it opens and when it ends, once each.
    """
    with transaction.atomic(using=SHOP_ALIAS):
        order = lock_order(attempt.order_id)
        dispute = Dispute.objects.filter(stripe_dispute_id=facts.id).first()
        is_new = dispute is None
        dispute = dispute or Dispute(stripe_dispute_id=facts.id, attempt=attempt, opened_at=facts.created_at, currency=facts.currency)
        was_open = is_new or dispute.is_open
        dispute.status, dispute.amount, dispute.reason = facts.status[:40], facts.amount, facts.reason[:60]
        dispute.is_refundable, dispute.evidence_due_at = facts.is_refundable, facts.evidence_due_at
        dispute.has_evidence, dispute.checked_at = facts.has_evidence, now
        if not dispute.is_open and dispute.ended_at is None:
            dispute.ended_at = now
        dispute.save()
        if is_new:
            _say_that_it_began(order, dispute, now=now)
        if was_open and not dispute.is_open:
            _say_how_it_ended(order, dispute, now=now)
        refresh_figures(order, now=now)
        return dispute


def _say_that_it_began(order: Order, dispute: Dispute, *, now: dt.datetime) -> None:
    code = "dispute_asked" if dispute.is_inquiry else "dispute_opened"
    record_event(order, OrderEventKind.NOTE, now=now, code=code, amount=dispute.amount)
    log_event(kind="dispute_opened", number=order.number, amount=dispute.amount)
    if dispute.is_open:
        due = dispute.evidence_due_at.isoformat() if dispute.evidence_due_at else ""
        said = {"amount": dispute.amount, "due": due, "is_inquiry": dispute.is_inquiry}
        tell_owners_of_dispute(DISPUTE_OPENED, order, key=dispute.stripe_dispute_id, now=now, **said)


def _say_how_it_ended(order: Order, dispute: Dispute, *, now: dt.datetime) -> None:
    code = NOTES.get(dispute.status, "dispute_closed")
    record_event(order, OrderEventKind.NOTE, now=now, code=code, amount=dispute.amount)
    log_event(kind=code, number=order.number, amount=dispute.amount)
    tell_owners_of_dispute(DISPUTE_ENDED, order, key=dispute.stripe_dispute_id, now=now, amount=dispute.amount, status=dispute.status)
