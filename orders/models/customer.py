"""A buyer of this shop, known in this shop only. Not a login."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel


class Customer(TimestampedModel):
    """Someone who ordered; found again by e-mail, whatever its capitals."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_customer_for_each_email")]

    def __str__(self) -> str:
        return self.name
