"""How goods reach the customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel


class ShippingKind(models.TextChoices):
    PICKUP = "pickup", _("Collection in the shop")
    DELIVERY = "delivery", _("Delivery")


class ShippingMethod(TimestampedModel):
    """A way to get an order; `price` is gross, in cents, flat."""

    kind = models.CharField(_("kind"), max_length=10, choices=ShippingKind)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=200, blank=True)
    price = models.PositiveIntegerField(_("price"), default=0)
    vat_rate = models.PositiveSmallIntegerField(default=2100)
    is_active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
