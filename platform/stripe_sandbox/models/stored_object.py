"""Any Stripe object: one row, whatever its kind."""

import datetime as dt

from django.db import models


class StoredObjectQuerySet(models.QuerySet["StoredObject"]):
    def of(self, kind: str, account: str) -> "StoredObjectQuerySet":
        """Keep the objects of one kind on one account; "" is the platform's own account."""
        return self.filter(kind=kind, account=account)

    def open_sessions_past(self, moment: dt.datetime) -> "StoredObjectQuerySet":
        """Keep the Checkout Sessions whose time is up but which still say `open`."""
        return self.filter(kind="checkout.session", body__status="open", deadline_at__lte=moment)


class StoredObject(models.Model):
    """
    A Stripe object as the API answers it (`body`), with what Stripe keeps to itself (`state`).

    Newest has the highest `id`, which is the order of Stripe's lists.
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
        indexes = (models.Index(fields=("account", "kind", "-id"), name="sandbox_object_list"),)

    def __str__(self) -> str:
        return self.stripe_id
