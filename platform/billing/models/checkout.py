"""A shopkeeper on the way to pay us."""

import secrets

from django.db import models

from billing.models.subscription import Subscription
from tenants.models import Plan
from tenants.models.base import PlatformModel


class CheckoutState(models.TextChoices):
    NEW = "new"  # committed, Stripe not asked yet (or we do not know)
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"
    FAILED = "failed"


LIVE = [CheckoutState.NEW, CheckoutState.OPEN]


def new_public_id() -> str:
    return secrets.token_urlsafe(16)


class BillingCheckout(PlatformModel):
    """Committed before Stripe is called, with everything the call needs frozen in `params`. At most one is live for a shop."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="checkouts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    state = models.CharField(max_length=10, choices=CheckoutState, default=CheckoutState.NEW)
    params = models.JSONField(default=dict)
    stripe_session_id = models.CharField(max_length=120, blank=True, db_index=True)
    url = models.TextField(blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"], condition=models.Q(state__in=["new", "open"]), name="one_live_checkout_for_each_shop"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.state}"

    @property
    def idempotency_key(self) -> str:
        return f"sub-{self.public_id}"
