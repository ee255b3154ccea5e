"""What a visitor means to buy."""

import secrets

from django.db import models

from kit.models import TimestampedModel


def new_token() -> str:
    """Return 128 random bits as a URL-safe text."""
    return secrets.token_urlsafe(16)


class Cart(TimestampedModel):
    """
    A visitor's cart; the cookie holds its token. It becomes at most one order.

    `details` keeps what was typed in the checkout, so that going back loses nothing.
    `article_count` is no column: the services that change a cart leave there how many articles it
    now holds, for the cookie.
    """

    article_count = 0

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    details = models.JSONField(default=dict, blank=True)
    holding_since = models.DateTimeField(null=True, blank=True)  # when its checkout began to hold stock; see orders.rules.holding

    def __str__(self) -> str:
        return f"cart {self.pk}"

    @property
    def holder(self) -> str:
        """The name under which its stock is held."""
        return f"cart:{self.pk}"


class CartLine(models.Model):
    """So many of one variant. `price_when_chosen` is the gross price of one, in cents, that its customer saw last when choosing."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    price_when_chosen = models.PositiveBigIntegerField(null=True, blank=True)  # unknown in carts of before there was this column
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="one_cart_line_for_each_variant"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="cart_line_has_a_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant_id}"

    @property
    def unit_price(self) -> int:
        """Today's gross price of one, in cents."""
        return self.variant.price

    @property
    def vat_rate(self) -> int:
        return self.variant.product.vat_rate

    @property
    def is_margin(self) -> bool:
        return self.variant.product.is_margin

    @property
    def is_for_sale(self) -> bool:
        """Whether its product is still online."""
        return self.variant.product.is_published
