"""What Stripe told us about the platform's own account."""

from django.db import models
from django.utils import timezone


class EventState(models.TextChoices):
    RECEIVED = "received"
    DONE = "done"
    IGNORED = "ignored"
    FAILED = "failed"


class BillingEvent(models.Model):
    """An event, once: stored and committed before anything is done with it. `error` says why it is not done."""

    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=EventState, default=EventState.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    retry_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["retry_at"], condition=models.Q(state__in=["received", "failed"]), name="billing_event_not_done")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
