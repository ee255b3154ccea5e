"""The outbox of webhooks."""

import datetime as dt

from django.db import models


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, moment: dt.datetime) -> "DeliveryQuerySet":
        """Keep what is to be posted at `moment`, oldest first."""
        return self.filter(status=Delivery.Status.WAITING, next_attempt_at__lte=moment).order_by("id")


class Delivery(models.Model):
    """One event on its way to one destination; `payload` is the exact text that is signed and sent."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        GIVEN_UP = "given_up"
        DROPPED = "dropped"  # lost on the way, by order of a tester

    event_id = models.CharField(max_length=255)
    event_type = models.CharField(max_length=120)
    destination = models.CharField(max_length=40)
    payload = models.TextField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=200, blank=True)  # "200", or why there was none

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = (models.Index(fields=("status", "next_attempt_at"), name="sandbox_delivery_due"),)

    def __str__(self) -> str:
        return f"{self.event_type} to {self.destination}"
