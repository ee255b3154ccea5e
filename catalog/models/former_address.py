"""Addresses that products and categories had before."""

from django.db import models


class AddressKind(models.TextChoices):
    PRODUCT = "product"
    CATEGORY = "category"


class FormerAddress(models.Model):
    """
    A slug that something had, and what has it now: people pass links on, so it leads there for ever.

    It points at the thing and not at another slug, so no chain can come of it. A category that was removed leaves
    rows that point at nothing: such an address is gone, and free for another.
    """

    kind = models.CharField(max_length=10, choices=AddressKind)
    slug = models.CharField(max_length=80)
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, null=True, related_name="former_addresses")
    category = models.ForeignKey("catalog.Category", on_delete=models.SET_NULL, null=True, related_name="former_addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="a_former_address_leads_to_one_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
