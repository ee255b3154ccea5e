"""What the shop must tell the world: written with the deed, delivered after it."""

import datetime as dt

from django.db import models
from django.utils import timezone


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def undelivered(self) -> "OutboxQuerySet":
        """What still has attempts left."""
        return self.filter(done_at=None, attempts__lt=OutboxMessage.MAX_ATTEMPTS)

    def given_up(self, *, now: dt.datetime) -> "OutboxQuerySet":
        """What a person must look at. Not what is in its last attempt: that is due only when its lease has ended."""
        return self.filter(done_at=None, attempts__gte=OutboxMessage.MAX_ATTEMPTS, due_at__lte=now)


class OutboxMessage(models.Model):
    """
    One thing to do outside the database, such as a mail, with all it needs in `payload`.

    Delivered when `done_at` is set; given up after MAX_ATTEMPTS, which the shopkeeper then sees.
    `key` makes writing the same intent twice harmless.
    """

    MAX_ATTEMPTS = 12  # the waits of shops.services.deliver_outbox between them add up to about a day

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(done_at=None), name="outbox_undelivered")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
