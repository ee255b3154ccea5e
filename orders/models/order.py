"""What was bought: a snapshot that the catalog cannot change any more."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.cash import cash_rounding
from kit.models import TimestampedModel
from kit.money import CURRENCY
from orders.models.cart import new_token
from shops.models import ShippingKind

FIRST_NUMBER = 1000


class OrderStatus(models.TextChoices):
    OPEN = "open", _("open")
    COMPLETED = "completed", _("completed")
    CANCELED = "canceled", _("cancelled")


class PaymentStatus(models.TextChoices):
    UNPAID = "unpaid", _("to be paid at collection")
    AWAITING = "awaiting", _("awaiting payment")
    PAID = "paid", _("paid")
    REFUNDED = "refunded", _("refunded")


WAS_PAID = [PaymentStatus.PAID, PaymentStatus.REFUNDED]


class FulfillmentStatus(models.TextChoices):
    TO_PREPARE = "to_prepare", _("to prepare")
    READY = "ready", pgettext_lazy("order", "ready")
    HANDED_OVER = "handed_over", _("handed over")


class PaymentMethod(models.TextChoices):
    AT_COLLECTION = "at_collection", _("At collection")
    ONLINE = "online", _("Online")
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    TEST = "test", _("Test order: nothing is paid")


class PaidWith(models.TextChoices):
    """What was in the hand of who paid at the counter or at the door."""

    CASH = "cash", _("In cash")
    CARD = "card", _("By card or phone")


def kept_money() -> Greatest:
    """Return the expression of `Order.kept_amount`, to add up in the database."""
    kept = models.F("total_amount") + models.F("rounding_amount") - models.F("refunded_amount") - models.F("lost_amount")
    return Greatest(kept, models.Value(0), output_field=models.BigIntegerField())


class OrderQuerySet(models.QuerySet["Order"]):
    def confirmed(self) -> "OrderQuerySet":
        """Leave out those whose online payment never came: the shopkeeper has nothing to do with them."""
        return self.exclude(payment_status=PaymentStatus.AWAITING)

    def real(self) -> "OrderQuerySet":
        """Leave out the test orders: nothing of them is ever counted."""
        return self.filter(is_test=False)

    def open(self) -> "OrderQuerySet":
        return self.filter(status=OrderStatus.OPEN)

    def awaiting_transfer(self) -> "OrderQuerySet":
        """Keep those that wait for money on the shop's bank account."""
        return self.open().filter(payment_status=PaymentStatus.AWAITING, payment_method=PaymentMethod.BANK_TRANSFER)


class Order(TimestampedModel):
    """
    A placed order. Amounts are gross integers in cents, frozen at placement.

    `secret` opens the customer's own page (128 bits). `hold_expires_at` is set while the order
    awaits its payment, and while it is ready and to be paid at collection: after it the order is
    canceled. `rounding_amount` is what paying in cash added, -2 to 2: total and rounding are what was
    paid. `refunded_amount` is what went or goes back of that, `returning_amount` what of it is not
    there yet, `owed_amount` what the customer was told of and did not get, `lost_amount` what a bank took
    back in a dispute; payments write all four. `is_test` is
    what the shop's people ordered before it was launched: taken for paid, shown as a test, deleted with one tap.
    """

    number = models.CharField(max_length=20, unique=True, null=True, editable=False)  # noqa: DJ001 -- null only inside its own insert
    secret = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    cart = models.OneToOneField("orders.Cart", on_delete=models.SET_NULL, null=True, related_name="order")
    customer = models.ForeignKey("orders.Customer", on_delete=models.PROTECT, related_name="orders")

    status = models.CharField(max_length=10, choices=OrderStatus, default=OrderStatus.OPEN)
    payment_status = models.CharField(max_length=10, choices=PaymentStatus)
    fulfillment_status = models.CharField(max_length=12, choices=FulfillmentStatus, default=FulfillmentStatus.TO_PREPARE)

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    note = models.TextField(_("note"), max_length=500, blank=True)

    is_test = models.BooleanField(default=False, db_default=False, editable=False)
    payment_method = models.CharField(max_length=15, choices=PaymentMethod)
    shipping_kind = models.CharField(max_length=10, choices=ShippingKind)
    shipping_name = models.CharField(max_length=80)
    shipping_street = models.CharField(_("street and number"), max_length=120, blank=True)
    shipping_postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    shipping_city = models.CharField(_("municipality"), max_length=80, blank=True)

    currency = models.CharField(max_length=3, default=CURRENCY)
    subtotal_amount = models.PositiveBigIntegerField()
    shipping_amount = models.PositiveBigIntegerField()
    shipping_vat_rate = models.PositiveSmallIntegerField(default=2100)
    total_amount = models.PositiveBigIntegerField()
    rounding_amount = models.SmallIntegerField(default=0, db_default=0)
    paid_with = models.CharField(max_length=5, choices=PaidWith, blank=True, db_default="")
    refunded_amount = models.PositiveBigIntegerField(default=0, db_default=0)
    returning_amount = models.PositiveBigIntegerField(default=0, db_default=0)
    owed_amount = models.PositiveBigIntegerField(default=0, db_default=0)
    lost_amount = models.PositiveBigIntegerField(default=0, db_default=0)
    is_disputed = models.BooleanField(default=False, db_default=False)  # a bank looks into its payment just now

    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    hold_expires_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "fulfillment_status", "placed_at"], name="order_board"),
            models.Index(
                fields=["hold_expires_at"], condition=models.Q(payment_status="awaiting", status="open"), name="order_awaiting_payment"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_amount=models.F("subtotal_amount") + models.F("shipping_amount")), name="order_total_adds_up"
            ),
            models.CheckConstraint(
                condition=models.Q(rounding_amount=0) | models.Q(paid_with="cash", rounding_amount__range=(-2, 2)),
                name="order_rounding_is_of_cash",
            ),
            models.CheckConstraint(
                condition=models.Q(refunded_amount__lte=models.F("total_amount") + models.F("rounding_amount")),
                name="order_refunded_at_most_what_was_paid",
            ),
            models.CheckConstraint(
                condition=models.Q(returning_amount__lte=models.F("refunded_amount")), name="order_returning_is_refunded"
            ),
        ]

    def __str__(self) -> str:
        return self.number or "new order"

    @property
    def holder(self) -> str:
        """The name under which its stock is held while payment is awaited."""
        return f"order:{self.pk}"

    @property
    def is_canceled(self) -> bool:
        return self.status == OrderStatus.CANCELED

    @property
    def was_paid(self) -> bool:
        """Whether its money came, also when all of it went back since."""
        return self.payment_status in WAS_PAID

    @property
    def is_pickup(self) -> bool:
        return self.shipping_kind == ShippingKind.PICKUP

    @property
    def paid_amount(self) -> int:
        """What is or was paid for it, in cents: the total, rounded when it was paid in cash."""
        return self.total_amount + self.rounding_amount

    @property
    def kept_amount(self) -> int:
        """What the customer has paid in the end, in cents: what was paid without what went back or was lost."""
        return max(self.paid_amount - self.refunded_amount - self.lost_amount, 0)

    @property
    def is_partly_refunded(self) -> bool:
        """Whether a part of what was paid went or goes back, but not all of it."""
        return 0 < self.refunded_amount < self.paid_amount

    @property
    def cash_rounding(self) -> int:
        """What paying in cash would add to the total, in cents; may be less than nothing."""
        return cash_rounding(self.total_amount)

    @property
    def cash_amount(self) -> int:
        return self.total_amount + self.cash_rounding

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class OrderLine(models.Model):
    """
    A snapshot of what was bought. `unit_price` and `total_amount` are gross cents, `vat_rate` the rate inside;
    of `is_margin` goods, second-hand under the margin scheme, no VAT may be shown.

    `title` and `option_text` are in the customer's language, `shop_title` and `shop_option_text` in the
    shop's own, for those who prepare it. `variant` may go; title, options, SKU and picture (stored names, as ProductImage.files) stay.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=120)
    option_text = models.CharField(max_length=100, blank=True)
    shop_title = models.CharField(max_length=120, blank=True, db_default="")
    shop_option_text = models.CharField(max_length=100, blank=True, db_default="")
    sku = models.CharField(max_length=40, blank=True)
    is_unique = models.BooleanField(default=False)
    unit_price = models.PositiveBigIntegerField()  # so that the check below multiplies without overflow
    quantity = models.PositiveIntegerField()
    vat_rate = models.PositiveSmallIntegerField()
    is_margin = models.BooleanField(default=False, db_default=False)
    total_amount = models.PositiveBigIntegerField()
    restocked_quantity = models.PositiveIntegerField(default=0, db_default=0)  # back on the shelf with a refund
    picture_files = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_amount=models.F("unit_price") * models.F("quantity")), name="order_line_adds_up"
            ),
            models.CheckConstraint(condition=models.Q(restocked_quantity__lte=models.F("quantity")), name="order_line_restocked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"

    @property
    def shelf_title(self) -> str:
        """What the people of the shop call it."""
        return self.shop_title or self.title

    @property
    def shelf_option_text(self) -> str:
        """The choice as the people of the shop say it."""
        return self.shop_option_text if self.shop_title else self.option_text

    @property
    def total(self) -> int:
        """The gross amount of the line, in cents; the name that the lines of a cart use too."""
        return self.total_amount


class OrderEventKind(models.TextChoices):
    PLACED = "placed", _("Ordered")
    PAID = "paid", _("Paid")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    READY = "ready", _("Ready")
    HANDED_OVER = "handed_over", _("Handed over")
    CANCELED = "canceled", _("Cancelled")
    EXPIRED = "expired", _("Not paid in time")
    REMINDED = "reminded", _("Reminder sent")
    MONEY_CAME = "money_came", _("Transfer received")
    MAIL_SENT = "mail_sent", _("E-mail sent")
    NOTE = "note", _("Note")


class OrderEvent(models.Model):
    """One line of an order's history. `user_name` is who did it, empty for the customer and the system."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=OrderEventKind)
    happened_at = models.DateTimeField()
    user_id = models.PositiveBigIntegerField(null=True, blank=True)
    user_name = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"
