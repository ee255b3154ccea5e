"""Stripe's books of the shop's accounts, as last read: each movement of the balance, and what went to the bank."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel
from payments.models.attempt import PaymentAttempt
from payments.models.refund import Refund


class EntryKind(models.TextChoices):
    CHARGE = "charge", _("Payment")
    REFUND = "refund", _("Given back")
    REFUND_FAILURE = "refund_failure", _("Came back: it could not be given back")
    DISPUTE = "dispute", _("Contested at the bank")
    DISPUTE_REVERSAL = "dispute_reversal", _("Contested, and won")
    FEE = "fee", _("Fees")
    PAYOUT = "payout", _("To your bank")
    PAYOUT_FAILURE = "payout_failure", _("Came back from your bank")
    OTHER = "other", _("Other")


PAYOUT_KINDS = [EntryKind.PAYOUT, EntryKind.PAYOUT_FAILURE]


class PayoutState(models.TextChoices):
    """Stripe's words (docs.stripe.com/api/payouts/object#payout_object-status)."""

    PENDING = "pending", _("being prepared")
    IN_TRANSIT = "in_transit", _("on its way")
    PAID = "paid", _("on your account")
    FAILED = "failed", _("came back")
    CANCELED = "canceled", _("stopped")


UNDERWAY = [PayoutState.PENDING, PayoutState.IN_TRANSIT]


class Payout(TimestampedModel):
    """Money on its way from Stripe to the shop's bank, in cents. `is_read`: what is in it is known."""

    stripe_id = models.CharField(max_length=120, unique=True)
    stripe_account_id = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=PayoutState)
    is_automatic = models.BooleanField(default=True)
    sent_at = models.DateTimeField()
    arrives_on = models.DateField()
    failure = models.CharField(max_length=300, blank=True)
    is_read = models.BooleanField(default=False)

    class Meta:
        ordering = ["-arrives_on", "-id"]

    def __str__(self) -> str:
        return f"{self.stripe_id}: {self.state}"

    @property
    def is_underway(self) -> bool:
        return self.state in UNDERWAY

    @property
    def has_failed(self) -> bool:
        return self.state in (PayoutState.FAILED, PayoutState.CANCELED)


class BalanceEntry(TimestampedModel):
    """
    One balance transaction of Stripe, in signed cents: what it did to the balance is amount less both fees.

    It never changes at Stripe, but for the payout that takes it to the bank. `stripe_type` and `source_id`
    are Stripe's own words for it; `attempt` and `refund` where it is of one of ours.
    """

    stripe_id = models.CharField(max_length=120, unique=True)
    stripe_account_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=EntryKind)
    stripe_type = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    stripe_fee = models.BigIntegerField(default=0)
    platform_fee = models.BigIntegerField(default=0)
    net = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    happened_at = models.DateTimeField()
    available_on = models.DateField()
    source_id = models.CharField(max_length=120, blank=True)
    payment_intent_id = models.CharField(max_length=120, blank=True)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, null=True, blank=True, related_name="balance_entries")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="balance_entries")

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [models.Index(fields=["happened_at"], name="balance_entry_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(net=models.F("amount") - models.F("stripe_fee") - models.F("platform_fee")),
                name="balance_entry_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class LedgerMark(models.Model):
    """
    How far the books of one account are read.

    `read_until` is the newest entry of the last walk that came to its end; a walk that was broken off goes
    on behind `resume_after`, and `top` becomes `read_until` at its end. `wanted_at`: when to look again.
    """

    stripe_account_id = models.CharField(max_length=80, unique=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_until = models.DateTimeField(null=True, blank=True)
    top = models.DateTimeField(null=True, blank=True)
    resume_after = models.CharField(max_length=120, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.stripe_account_id

    def is_wanted(self, now: dt.datetime) -> bool:
        return self.wanted_at is not None and self.wanted_at <= now
