"""
How many there are, and for whom some are held.

`on_hand` is what the shop can still sell or hand to those who hold it; `reserved` is the part of
it that open checkouts hold. What can be bought is `on_hand - reserved`. Only the statements in
catalog.services.stock change these numbers.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StockLevel(models.Model):
    """The stock of one variant."""

    variant = models.OneToOneField("catalog.Variant", on_delete=models.CASCADE, primary_key=True, related_name="stock")
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(reserved__lte=models.F("on_hand")), name="no_more_reserved_than_there_is"),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} ({self.reserved} held)"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """
    Some of a variant's stock, held for one buyer until `expires_at`.

    `holder` names who holds: "cart:<id>" during the checkout, "order:<id>" while its payment is
    awaited. The row is deleted when it ends: sold or given back.
    """

    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="reservations")
    holder = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "variant"], name="one_reservation_for_each_holder_and_variant")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id} for {self.holder}"


class MovementReason(models.TextChoices):
    INITIAL = "initial", _("first count")
    ADJUSTED = "adjusted", _("counted again")
    SOLD_IN_SHOP = "sold_in_shop", _("sold in the shop")
    ORDERED = "ordered", _("ordered online")
    CANCELED = "canceled", _("order canceled")
    RETURNED = "returned", _("brought back")


class StockMovement(models.Model):
    """One change of `on_hand`, never altered afterwards. `reference` is an order number or empty."""

    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="movements")
    delta = models.IntegerField()
    reason = models.CharField(max_length=16, choices=MovementReason)
    reference = models.CharField(max_length=40, blank=True)
    user_id = models.PositiveBigIntegerField(null=True, blank=True)  # a person of the public schema: no foreign key crosses
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.reason}"
