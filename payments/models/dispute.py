"""A customer contests a payment at their bank."""

from django.db import models

from kit.models import TimestampedModel
from payments.models.attempt import PaymentAttempt

# Stripe's own words (docs.stripe.com/api/disputes/object#dispute_object-status); one that we do not know counts as open.
NOT_LOST = ["won", "warning_closed", "prevented"]
ENDED = [*NOT_LOST, "lost"]
NEED_AN_ANSWER = ["needs_response", "warning_needs_response"]
INQUIRIES = ["warning_needs_response", "warning_under_review", "warning_closed"]


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> "DisputeQuerySet":
        return self.exclude(status__in=ENDED)

    def blocking_refunds(self) -> "DisputeQuerySet":
        """Keep those during or after which the payment can't be given back: the bank has its money, or takes it."""
        return self.filter(is_refundable=False).exclude(status__in=NOT_LOST)


class Dispute(TimestampedModel):
    """
    One dispute of a payment, as Stripe last described it. `amount` in cents; `status` is Stripe's word.

    An inquiry (`warning_...`) only asks. A dispute takes the money at once, and gives it back when it is
    won. The order is flagged and never changed by it: whoever contested may still come and collect.
    """

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="disputes")
    stripe_dispute_id = models.CharField(max_length=120, unique=True)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=40)
    is_refundable = models.BooleanField(default=False)
    evidence_due_at = models.DateTimeField(null=True, blank=True)
    has_evidence = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.stripe_dispute_id}: {self.status}"

    @property
    def is_open(self) -> bool:
        return self.status not in ENDED

    @property
    def is_inquiry(self) -> bool:
        return self.status in INQUIRIES

    @property
    def is_lost(self) -> bool:
        return self.status == "lost"

    @property
    def needs_answer(self) -> bool:
        return self.status in NEED_AN_ANSWER
