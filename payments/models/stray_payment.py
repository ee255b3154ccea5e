"""Money on the shop's account for which there is no order."""

from django.db import models

from kit.models import TimestampedModel


class StrayPayment(TimestampedModel):
    """
    A payment page of this shop that was paid, and whose attempt is not here, as after a restored copy of the database.

    In cents. `order_number` is what the page was made for. What else is sold with the same account is none of ours and
    never a row (payments.services.whose_page). `settled_at`: a person looked at it, or its attempt turned up.
    """

    stripe_session_id = models.CharField(max_length=120, unique=True)
    stripe_account_id = models.CharField(max_length=80)
    stripe_payment_intent_id = models.CharField(max_length=120, blank=True)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    order_number = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    user_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.stripe_session_id}: {self.amount}"
