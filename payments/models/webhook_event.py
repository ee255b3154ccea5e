"""What Stripe told us about this shop's account."""

from django.db import models

from payments.models.kept_event import KeptEvent


class WebhookEvent(KeptEvent):
    """An event of one of the shop's accounts."""

    stripe_account_id = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)

    class Meta(KeptEvent.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["retry_at"], condition=models.Q(state="received") | models.Q(state="failed"), name="event_not_done")
        ]
