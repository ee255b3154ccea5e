"""Any Stripe object: one row, whatever its kind."""

import datetime as dt
from collections.abc import Iterable

from django.db import models


class StoredObjectQuerySet(models.QuerySet["StoredObject"]):
    def of(self, kind: str, account: str) -> "StoredObjectQuerySet":
        """Keep the objects of one kind on one account; "" is the platform's own account."""
        return self.filter(kind=kind, account=account)

    def due(self, kinds: Iterable[str], moment: dt.datetime) -> "StoredObjectQuerySet":
        """Keep the objects of these kinds on which something happens by itself until `moment`, earliest first."""
        return self.filter(kind__in=kinds, deadline_at__lte=moment).order_by("deadline_at", "id")


class StoredObject(models.Model):
    """
    A Stripe object as the API answers it (`body`), with what Stripe keeps to itself (`state`).

    Newest has the highest `id`, which is the order of Stripe's lists. `deadline_at`, on the sandbox's clock, is when
    something happens to it by itself: a session expires, a refund arrives, a trial ends.
    """

    stripe_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=60)
    account = models.CharField(max_length=255, blank=True)  # "" is the platform's own account
    created_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    body = models.JSONField(default=dict)
    state = models.JSONField(default=dict)

    objects = StoredObjectQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("account", "kind", "-id"), name="sandbox_object_list"),
            models.Index(fields=("deadline_at",), name="sandbox_object_due", condition=models.Q(deadline_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.stripe_id
