"""What the platform's background work leans on."""

from django.conf import settings
from django.db import models


class WakeUp(models.Model):
    """
    A shop has something to do in the background, at `due_at` or later.

    Written by the shop's own transaction next to the intent itself (shops.background), so that
    neither can be lost without the other. A shop only adds rows, so two of its checkouts do not wait
    for each other here. Beat rings the shop and notes it in `rung_at`; the row goes when the work is
    done, and falls due again when nobody says so.
    """

    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="wake_ups")
    due_at = models.DateTimeField(db_index=True)
    rung_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.tenant_id} at {self.due_at:%H:%M:%S}"


class SchemaScript(models.Model):
    """The SQL that makes a new shop's schema, built from the migrated template; see tenants.schema."""

    version = models.CharField(max_length=64, unique=True)
    sql = models.TextField()
    built_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.version


class Heartbeat(models.Model):
    """When a part of the platform last said that it is alive; read by /healthz."""

    part = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.part
