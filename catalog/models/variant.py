"""What is sold: a price and a stock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel
from kit.money import MAX_AMOUNT, divide_half_up


class Variant(TimestampedModel):
    """One thing that can be put in a cart. `price` and `compare_at_price` are gross, in cents."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(_("article code"), max_length=40, blank=True)
    value_1 = models.ForeignKey("catalog.OptionValue", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value_2 = models.ForeignKey("catalog.OptionValue", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    price = models.PositiveIntegerField(_("price"))
    compare_at_price = models.PositiveIntegerField(_("former price"), null=True, blank=True)
    unit_quantity = models.PositiveIntegerField(_("content"), null=True, blank=True)  # where it differs from the product's
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sku"], condition=~models.Q(sku=""), name="sku_is_unique_in_the_shop"),
            models.UniqueConstraint(
                fields=["product", "value_1", "value_2"], nulls_distinct=False, name="one_variant_for_each_combination"
            ),
            models.CheckConstraint(condition=models.Q(price__lte=MAX_AMOUNT), name="variant_price_is_sane"),
        ]

    def __str__(self) -> str:
        return self.sku or f"variant {self.pk}"

    @property
    def option_text(self) -> str:
        """The chosen values in words, "Grand, Rouge"; empty when the product has no options."""
        return ", ".join(value.name for value in (self.value_1, self.value_2) if value is not None)

    @property
    def unit_price_amount(self) -> int | None:
        """Gross cents by kilogram, litre or piece (law.md L6); None when the product has no content."""
        quantity = self.unit_quantity or self.product.unit_quantity
        if not quantity or not self.product.unit:
            return None
        return divide_half_up(self.price * (1 if self.product.unit == "piece" else 1000), quantity)

    @property
    def unit_price_unit(self) -> str:
        return {"g": "kg", "ml": "l", "piece": "piece"}.get(self.product.unit, "")
