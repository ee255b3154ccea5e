"""Photographs of a product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shops.models import PictureBase


class ProductImage(PictureBase):
    """
    A photograph of a product; the first by position leads.

    Without a product it waits for a form that was not right yet; such rows are thrown away after a day.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="images", null=True)
    alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"
