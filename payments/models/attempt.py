"""One attempt to collect the money of one order online."""

from django.db import models

from kit.models import TimestampedModel
from orders.models import Order
from orders.models.cart import new_token


class AttemptState(models.TextChoices):
    NEW = "new"  # committed, Stripe not asked yet (or we do not know)
    OPEN = "open"  # the customer may pay
    PROCESSING = "processing"  # the bank takes its time
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    UNSEEN = "unseen"  # our access to its account is gone: nobody but the shop's people can look how it ended


LIVE_STATES = [AttemptState.NEW, AttemptState.OPEN, AttemptState.PROCESSING]


class Told(models.TextChoices):
    """What a person of the shop says of an attempt that we can't see, after a look in the shop's Stripe account."""

    PAID = "paid"  # and its order is paid by it
    TO_RETURN = "to_return"  # paid, but its order can't use it: the person gives it back there
    UNPAID = "unpaid"


class AttemptQuerySet(models.QuerySet["PaymentAttempt"]):
    def live(self) -> "AttemptQuerySet":
        """Keep those on which money may still come."""
        return self.filter(state__in=LIVE_STATES)

    def to_look_up(self) -> "AttemptQuerySet":
        """Keep those of which a person of the shop must say how they ended."""
        return self.filter(state=AttemptState.UNSEEN, told="")


class PaymentAttempt(TimestampedModel):
    """
    Committed before Stripe is called, with everything the call needs frozen in `params`.

    `public_id` is our unguessable name for it, in return URLs, metadata and the idempotency key.
    `amount` and `application_fee` (the platform's part of it, by the plan of that moment) in cents. The
    account is kept here: a shop that connects another one leaves old payments with the old one.
    `unseen_at` is since when Stripe does not say how it stands; `told` what a person says of one that is unseen,
    until Stripe lets us look again.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payment_attempts")
    public_id = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=12, choices=AttemptState, default=AttemptState.NEW)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    application_fee = models.PositiveBigIntegerField(default=0)
    stripe_account_id = models.CharField(max_length=80)
    stripe_session_id = models.CharField(max_length=120, blank=True, db_index=True)
    stripe_payment_intent_id = models.CharField(max_length=120, blank=True, db_index=True)
    method = models.CharField(max_length=30, blank=True, db_default="")  # with what it was paid, in Stripe's word: card, bancontact, ...
    url = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # when we last asked Stripe how it stands
    unseen_at = models.DateTimeField(null=True, blank=True)
    told = models.CharField(max_length=10, choices=Told, blank=True, db_default="")
    needs_attention = models.CharField(max_length=60, blank=True)  # a code: paid_too_late, amount_differs, ...

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="new") | models.Q(state="open") | models.Q(state="processing"),
                name="live_attempts",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(state="new") | models.Q(state="open") | models.Q(state="processing"),
                name="one_live_attempt_for_each_order",
            ),
            models.CheckConstraint(condition=models.Q(application_fee__lte=models.F("amount")), name="application_fee_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.state}"

    @property
    def idempotency_key(self) -> str:
        return f"cs-{self.public_id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_unsettled(self) -> bool:
        """Whether Stripe may still tell us something new of it."""
        return self.is_live or self.state == AttemptState.UNSEEN
