"""The picture and the line by which the platform's pages show a shop: a copy, so that no shop's schema is opened for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.base import PlatformModel
from tenants.models.tenant import TenantStatus


class ShopWindowQuerySet(models.QuerySet["ShopWindow"]):
    def shown(self) -> "ShopWindowQuerySet":
        """Leave those of listed shops that have opened. Whether that is so is asked of the shop's own row, at each look."""
        return self.filter(tenant__status=TenantStatus.ACTIVE, tenant__is_listed=True, tenant__launched_at__isnull=False)


class ShopWindow(PlatformModel):
    """
    What stands in a shop's window on the platform's pages.

    `key` names the picture in addresses and is as hard to guess as the file's own name; empty without a picture. `files` is a
    list of {"width", "avif", "jpeg"} with stored names under the shop's `public/`, narrowest first. `taglines` is one line by
    language; who shows one looks which languages the shop offers.
    """

    tenant = models.OneToOneField(
        settings.TENANT_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="window", verbose_name=_("shop")
    )
    key = models.CharField(max_length=64, blank=True, db_index=True)
    files = models.JSONField(default=list, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    taglines = models.JSONField(default=dict, blank=True)

    objects = ShopWindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop window")
        verbose_name_plural = _("shop windows")

    def __str__(self) -> str:
        return str(self.tenant_id)
