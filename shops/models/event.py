"""What happened in the shop, and who did it. Rows are added, and never changed or taken away."""

from django.db import models
from django.utils import timezone


class ShopEvent(models.Model):
    """
    One thing that somebody did: a kind and its data, put into words when it is read (shops.history).

    A trigger of the database refuses UPDATE, DELETE and TRUNCATE, whoever asks. So nothing of a
    customer is written here, whom the law lets forget: an order stands under its number.
    `user_name` is the person's name then; without a person it was the platform's background work.
    `support_reason` says why somebody of the platform was in the shop.
    """

    happened_at = models.DateTimeField(default=timezone.now)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=80, blank=True)
    support_reason = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="shop_event_by_person"),
            models.Index(fields=["kind", "-id"], name="shop_event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.user_name or 'the platform'}"
