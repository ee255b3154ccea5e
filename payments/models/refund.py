"""Money on its way back to a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel
from orders.models import Order, OrderLine
from orders.models.cart import new_token
from payments.models.attempt import PaymentAttempt


class RefundReason(models.TextChoices):
    PAID_TOO_LATE = "paid_too_late", _("paid after the hold had run out")
    PAID_AFTER_CANCEL = "paid_after_cancel", _("paid after the order was canceled")
    PAID_TWICE = "paid_twice", _("paid a second time")
    AMOUNT_DIFFERS = "amount_differs", _("another amount than the order's")
    OVERPAID = "overpaid", _("more than the order costs")
    ORDER_CANCELED = "order_canceled", _("order canceled")
    WITHDRAWAL = "withdrawal", _("The customer sends it back")
    DEFECT = "defect", _("Something was wrong with it")
    NOT_IN_STOCK = "not_in_stock", _("It is not there any more")
    GOODWILL = "goodwill", _("A gesture to the customer")
    OTHER = "other", _("Another reason")
    AT_STRIPE = "at_stripe", _("made in the Stripe account")


# Payments that no order could use: what goes back of them is not the order's money.
USELESS = [RefundReason.PAID_TOO_LATE, RefundReason.PAID_AFTER_CANCEL, RefundReason.PAID_TWICE, RefundReason.AMOUNT_DIFFERS]
NOT_OF_ORDER = [*USELESS, RefundReason.OVERPAID]  # the last: a part of a payment that was used for the rest
BY_HAND = [RefundReason.WITHDRAWAL, RefundReason.DEFECT, RefundReason.NOT_IN_STOCK, RefundReason.GOODWILL, RefundReason.OTHER]


class RefundState(models.TextChoices):
    NEW = "new"  # committed, Stripe not asked yet (or we do not know); by hand: the shop has it to do
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class RefundWay(models.TextChoices):
    STRIPE = "stripe", _("the way it was paid online")
    TRANSFER = "transfer", _("by bank transfer")
    CASH = "cash", _("in cash")
    CARD = "card", _("on the card, at the terminal")


LIVE_REFUND_STATES = [RefundState.NEW, RefundState.PENDING, RefundState.SUCCEEDED]


class RefundQuerySet(models.QuerySet["Refund"]):
    def live(self) -> "RefundQuerySet":
        """Keep those that count: promised, on their way or done."""
        return self.filter(state__in=LIVE_REFUND_STATES)

    def of_orders_own_money(self) -> "RefundQuerySet":
        """Leave out what goes back of payments because no order could use it."""
        return self.exclude(reason__in=NOT_OF_ORDER)

    def to_hand_back(self) -> "RefundQuerySet":
        """Keep those that a person of the shop has still to give back."""
        return self.filter(state=RefundState.NEW).exclude(way=RefundWay.STRIPE)

    def owed(self) -> "RefundQuerySet":
        """Keep those of which the customer was told, that did not arrive, and about which nobody has done anything yet."""
        return self.failed_and_open().filter(is_announced=True)

    def failed_and_open(self) -> "RefundQuerySet":
        """Keep those that failed and about which nobody has done anything yet."""
        return self.filter(state=RefundState.FAILED, settled_at=None)


class Refund(TimestampedModel):
    """
    Committed before Stripe is asked, so that no promise to give money back is lost.

    `amount` in cents, `shipping_amount` what of it is delivery. `way` is Stripe, of one attempt, or a
    person of the shop does it by hand. `code` (Stripe's word) and `error` say why it is not done;
    `is_announced`: the customer was told that it comes, so they are told when it does not;
    `settled_at` when a person or another refund took care of one that failed. `form_key` names the
    form it came from: sent twice it is one refund. At most one that nobody asked for by hand belongs
    to an attempt for each reason: what was too much of it, or all that was left. `is_external`: somebody made it in the Stripe account.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds")
    public_id = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.NEW)
    way = models.CharField(max_length=10, choices=RefundWay, default=RefundWay.STRIPE, db_default="stripe")
    reason = models.CharField(max_length=20, choices=RefundReason)
    amount = models.PositiveBigIntegerField()
    shipping_amount = models.PositiveBigIntegerField(default=0, db_default=0)
    words = models.CharField(max_length=300, blank=True, db_default="")
    is_automatic = models.BooleanField(default=True)
    is_external = models.BooleanField(default=False, db_default=False)
    is_announced = models.BooleanField(default=False, db_default=False)
    form_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    user_name = models.CharField(max_length=80, blank=True, db_default="")
    stripe_refund_id = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60, blank=True, db_default="")
    error = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "reason"], condition=models.Q(is_automatic=True), name="one_automatic_refund_for_each_reason"
            ),
            models.UniqueConstraint(
                fields=["stripe_refund_id"], condition=~models.Q(stripe_refund_id=""), name="one_row_for_each_refund_at_stripe"
            ),
            models.CheckConstraint(
                condition=models.Q(way="stripe", attempt__isnull=False) | (~models.Q(way="stripe") & models.Q(attempt=None)),
                name="refund_at_stripe_is_of_an_attempt",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of order {self.order_id}: {self.state}"

    @property
    def idempotency_key(self) -> str:
        return f"re-{self.public_id}"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person of the shop gives the money back."""
        return self.way != RefundWay.STRIPE

    @property
    def is_open(self) -> bool:
        """Whether it is promised and not done yet."""
        return self.state in (RefundState.NEW, RefundState.PENDING)


class RefundLine(models.Model):
    """So many of an order's line went back with a refund, for `amount` cents; `is_restocked` when they are on the shelf again."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()
    is_restocked = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.order_line_id}"
