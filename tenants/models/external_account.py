"""Which shop an account at another company belongs to, so that their messages find it."""

from django.conf import settings
from django.db import models

from kit.models import TimestampedModel


class ExternalAccount(TimestampedModel):
    """One account, such as Stripe's `acct_...`, of one shop. Kept after a disconnect: late events still belong."""

    provider = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80)
    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="external_accounts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="one_shop_for_each_external_account")]

    def __str__(self) -> str:
        return f"{self.provider}:{self.external_id}"
