"""What Stripe told us about the platform's own account."""

from django.db import models

from payments.models.kept_event import KeptEvent


class BillingEvent(KeptEvent):
    """An event of the platform's own account."""

    class Meta(KeptEvent.Meta):
        abstract = False
        indexes = [models.Index(fields=["retry_at"], condition=models.Q(state__in=["received", "failed"]), name="billing_event_not_done")]
