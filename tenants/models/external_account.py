"""Which shop an account at another company belongs to, so that their messages find it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.base import PlatformModel


class ExternalAccount(PlatformModel):
    """One account, such as Stripe's `acct_...`, of one shop. Kept after a disconnect: late events still belong."""

    provider = models.CharField(_("company"), max_length=20)
    external_id = models.CharField(_("account there"), max_length=80)
    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="external_accounts", verbose_name=_("shop"))

    class Meta:
        verbose_name = _("account elsewhere")
        verbose_name_plural = _("accounts elsewhere")
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="one_shop_for_each_external_account")]

    def __str__(self) -> str:
        return f"{self.provider}:{self.external_id}"
