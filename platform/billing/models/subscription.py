"""How one shop stands with the platform."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.states import NON_TERMINAL, State
from tenants.models import Plan, Tenant
from tenants.models.base import PlatformModel
from tenants.models.plan import with_vat


class SubscriptionState(models.TextChoices):
    FREE = State.FREE, _("free of charge")
    TRIALING = State.TRIALING, _("on trial")
    TRIAL_OVER = State.TRIAL_OVER, _("trial over")
    ACTIVE = State.ACTIVE, pgettext_lazy("subscription", "paid")
    PAST_DUE = State.PAST_DUE, _("payment failed")
    UNPAID = State.UNPAID, _("not paid")
    PAUSED = State.PAUSED, _("paused at Stripe")
    CANCELED = State.CANCELED, pgettext_lazy("subscription", "ended")


class Subscription(PlatformModel):
    """
    One row a shop: what we believe, as Stripe said it at `checked_at`.

    Which plan is in force stands on the shop itself (tenants.Tenant.plan), once. `trial_ends_at` is the free time we
    gave without a card; a trial at Stripe only goes on with it. `customer_request` is frozen before Stripe is asked
    for a customer. `attention` is a code of what a person must look at. `price_amount` is what Stripe takes, in cents: of an older
    subscription it may be another than the plan's. `grace_reason` says that the grace was given by hand, and why.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="subscription", verbose_name=_("shop"))
    state = models.CharField(_("state"), max_length=12, choices=SubscriptionState, default=SubscriptionState.TRIALING)
    trial_ends_at = models.DateTimeField(_("trial ends"), null=True, blank=True)
    current_period_end = models.DateTimeField(_("paid until"), null=True, blank=True)
    grace_until = models.DateTimeField(_("grace until"), null=True, blank=True)
    cancel_at_period_end = models.BooleanField(_("ends with its period"), default=False)
    grace_reason = models.CharField(_("why grace was given"), max_length=200, blank=True)
    free_reason = models.CharField(_("why free of charge"), max_length=200, blank=True)
    price_amount = models.PositiveIntegerField(_("price a month at Stripe, without VAT"), null=True, blank=True)
    stripe_customer_id = models.CharField(_("customer at Stripe"), max_length=80, blank=True, db_index=True)
    stripe_subscription_id = models.CharField(_("subscription at Stripe"), max_length=80, blank=True)
    stripe_status = models.CharField(_("status at Stripe"), max_length=30, blank=True)
    customer_request = models.JSONField(default=dict, blank=True, editable=False)
    attention = models.CharField(_("to look at"), max_length=40, blank=True)
    checked_at = models.DateTimeField(_("asked Stripe"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_customer_id"], condition=~models.Q(stripe_customer_id=""), name="one_shop_for_each_stripe_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant}: {self.get_state_display()}"

    @property
    def plan(self) -> Plan | None:
        return self.tenant.plan

    @property
    def is_at_stripe(self) -> bool:
        """Whether a subscription lives at Stripe, beside which there is never a second."""
        return self.stripe_status in NON_TERMINAL

    @property
    def monthly_amount(self) -> int:
        """What is paid a month without VAT, in cents: what Stripe takes, or else what the plan would cost."""
        if self.is_at_stripe and self.price_amount is not None:
            return self.price_amount
        return self.plan.price_amount if self.plan is not None else 0

    @property
    def monthly_with_vat(self) -> int:
        """The same as it is paid, with VAT."""
        return with_vat(self.monthly_amount)
