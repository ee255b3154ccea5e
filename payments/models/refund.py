"""Money on its way back to a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel
from orders.models.cart import new_token
from payments.models.attempt import PaymentAttempt


class RefundReason(models.TextChoices):
    PAID_TOO_LATE = "paid_too_late", _("paid after the hold had run out")
    PAID_AFTER_CANCEL = "paid_after_cancel", _("paid after the order was canceled")
    PAID_TWICE = "paid_twice", _("paid a second time")
    AMOUNT_DIFFERS = "amount_differs", _("another amount than the order's")
    OVERPAID = "overpaid", _("more than the order costs")
    ORDER_CANCELED = "order_canceled", _("order canceled")


class RefundState(models.TextChoices):
    NEW = "new"  # committed, Stripe not asked yet (or we do not know)
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refund(TimestampedModel):
    """
    Committed before Stripe is asked, so that no promise to give money back is lost.

    `amount` in cents. `error` says why it is not done. At most one that nobody asked for by hand
    belongs to an attempt: its whole amount.
    """

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="refunds")
    public_id = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.NEW)
    reason = models.CharField(max_length=20, choices=RefundReason)
    amount = models.PositiveBigIntegerField()
    is_automatic = models.BooleanField(default=True)
    stripe_refund_id = models.CharField(max_length=120, blank=True, db_index=True)
    error = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(is_automatic=True), name="one_automatic_refund_for_each_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of attempt {self.attempt_id}: {self.state}"

    @property
    def idempotency_key(self) -> str:
        return f"re-{self.public_id}"
