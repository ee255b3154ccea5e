"""Money that came onto the shop's bank account."""

from django.db import models

from kit.models import TimestampedModel
from orders.models import Order


class BankPaymentState(models.TextChoices):
    NEW = "new"  # nobody knows yet which order it is for
    MATCHED = "matched"
    DISMISSED = "dismissed"  # not for an order


class BankPaymentSource(models.TextChoices):
    HAND = "hand"  # somebody of the shop saw it
    STATEMENT = "statement"


class BankPaymentQuerySet(models.QuerySet["BankPayment"]):
    def to_match(self) -> "BankPaymentQuerySet":
        return self.filter(state=BankPaymentState.NEW)

    def to_give_back(self) -> "BankPaymentQuerySet":
        """Keep those of which something was too much and is not given back yet."""
        return self.filter(state=BankPaymentState.MATCHED, surplus_amount__gt=0, surplus_settled_at=None)


class BankPayment(TimestampedModel):
    """
    One amount that came, in cents.

    `line_key` says which line of a statement it is, the same in every file that has this line
    (payments.rules.statement); empty while only a person saw it. `surplus_amount` is what its order
    can't use (too much, canceled, gone); `surplus_settled_at` when the shop gave that back.

    Of other people's money nothing is kept: a line that no order could have asked for is not stored
    at all, and one that is dismissed loses payer and words, so that only the key stays (GDPR, art. 5.1.c).
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_payments")
    state = models.CharField(max_length=10, choices=BankPaymentState, default=BankPaymentState.NEW)
    source = models.CharField(max_length=10, choices=BankPaymentSource)
    line_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    amount = models.PositiveBigIntegerField()
    received_on = models.DateField()
    payer_name = models.CharField(max_length=120, blank=True)
    payer_iban = models.CharField(max_length=34, blank=True)
    communication = models.CharField(max_length=300, blank=True)
    surplus_amount = models.PositiveBigIntegerField(default=0)
    surplus_settled_at = models.DateTimeField(null=True, blank=True)

    objects = BankPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="matched", order__isnull=False) | (~models.Q(state="matched") & models.Q(order=None)),
                name="bank_payment_matched_with_an_order",
            ),
            models.CheckConstraint(condition=models.Q(surplus_amount__lte=models.F("amount")), name="bank_payment_surplus_is_of_it"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.received_on}: {self.state}"
