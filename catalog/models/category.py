"""Where a product stands in the shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel


class Category(TimestampedModel):
    """A shelf of the shop."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
