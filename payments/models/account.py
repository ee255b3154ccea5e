"""The shop's own account at Stripe."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel

PROVIDER = "stripe"  # its name in tenants.ExternalAccount


class AccountState(models.TextChoices):
    STARTED = "started", _("details needed")
    REVIEW = "review", _("under review")
    READY = "ready", _("ready")
    RESTRICTED = "restricted", _("restricted")
    DISCONNECTED = "disconnected", _("disconnected")


class StripeAccount(TimestampedModel):
    """
    An account that is or was this shop's; at most one is current.

    Old ones stay: their payments and refunds live there. The public row that leads Stripe's
    messages to this shop is tenants.ExternalAccount.

    `requirements` (Stripe's own words for what it asks), `capabilities` (name to status) and `deadline_at` are as
    Stripe last said, at `checked_at`, so that pages show them without asking. `wanted_at` is when somebody needed
    to know it anew; the chore `refresh_accounts` asks.
    """

    stripe_account_id = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=AccountState, default=AccountState.STARTED)
    is_current = models.BooleanField(default=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    requirements = models.JSONField(default=list, blank=True)
    capabilities = models.JSONField(default=dict, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)  # when its refunds and disputes were last listed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=models.Q(is_current=True), name="one_current_stripe_account")
        ]

    def __str__(self) -> str:
        return self.stripe_account_id

    @property
    def is_ready(self) -> bool:
        return self.state == AccountState.READY

    @property
    def active_methods(self) -> list[str]:
        """The names of the capabilities that take money now, such as card_payments."""
        return [name for name, status in self.capabilities.items() if status == "active"]
