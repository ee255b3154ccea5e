"""How the shop is paid, beside online; and the transfers that orders wait for."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from stdnum import iban as iban_number

from kit.models import TimestampedModel


class PaymentSettings(TimestampedModel):
    """
    The single row of what the shop says about being paid; without it, as the defaults say.

    `collection_days`: how long an order that is ready and not paid is kept for its customer; 0 without end.
    `restock`: whether what nobody collected goes back on the shelf by itself (a chair does, bread does not).
    """

    SINGLE_ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE_ROW, editable=False)
    at_collection = models.BooleanField(default=True)
    collection_days = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(60)])
    restock = models.BooleanField(default=True)
    by_transfer = models.BooleanField(default=False)
    iban = models.CharField(max_length=34, blank=True)
    holder = models.CharField(max_length=70, blank=True)
    transfer_days = models.PositiveSmallIntegerField(default=7, validators=[MinValueValidator(2), MaxValueValidator(30)])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_payment_settings"),
            models.CheckConstraint(
                condition=models.Q(by_transfer=False) | ~(models.Q(iban="") | models.Q(holder="")), name="transfer_needs_an_account"
            ),
        ]

    def __str__(self) -> str:
        return "ways to be paid"

    @classmethod
    def current(cls) -> Self:
        """Return what the bound shop says, or the defaults. One query."""
        return cls.objects.filter(pk=cls.SINGLE_ROW).first() or cls()


class BankTransfer(TimestampedModel):
    """
    How one order is to be paid by transfer, frozen when it was placed: an IBAN that changes later leaves it alone.

    `reference` is the twelve digits of its structured communication, made of this row's id: the
    sequence never gives the same twice, also not when the row is deleted.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="transfer")
    reference = models.CharField(max_length=12, unique=True, editable=False)
    amount = models.PositiveBigIntegerField()
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70)
    due_on = models.DateField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    received_amount = models.PositiveBigIntegerField(default=0)  # what came and is kept for it, written by payments

    class Meta:
        indexes = [models.Index(fields=["remind_at"], condition=models.Q(reminded_at=None), name="transfer_to_remind")]

    def __str__(self) -> str:
        return self.written

    @property
    def written(self) -> str:
        """The communication as Belgians write it."""
        return f"+++{self.reference[:3]}/{self.reference[3:7]}/{self.reference[7:]}+++"

    @property
    def grouped_iban(self) -> str:
        return str(iban_number.format(self.iban))

    @property
    def missing_amount(self) -> int:
        """What still has to come, in cents."""
        return max(self.amount - self.received_amount, 0)
