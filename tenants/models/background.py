"""What the platform's background work leans on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WakeUp(models.Model):
    """
    A shop has something to do in the background, at `due_at` or later.

    Written by the shop's own transaction next to the intent itself (shops.background), so that
    neither can be lost without the other. A shop only adds rows, so two of its checkouts do not wait
    for each other here. Beat rings the shop and notes it in `rung_at`; the row goes when the work is
    done, and falls due again when nobody says so.
    """

    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="wake_ups", verbose_name=_("shop"))
    due_at = models.DateTimeField(_("due at"), db_index=True)
    rung_at = models.DateTimeField(_("rung at"), null=True, blank=True)

    class Meta:
        verbose_name = _("wake-up call")
        verbose_name_plural = _("wake-up calls")

    def __str__(self) -> str:
        return f"{self.tenant_id} at {self.due_at:%H:%M:%S}"


class SchemaScript(models.Model):
    """The SQL that makes a new shop's schema, built from the migrated template; see tenants.schema."""

    version = models.CharField(_("version"), max_length=64, unique=True)
    sql = models.TextField("SQL")
    built_at = models.DateTimeField(_("built at"), auto_now_add=True)

    class Meta:
        verbose_name = _("script for new shops")
        verbose_name_plural = _("scripts for new shops")

    def __str__(self) -> str:
        return self.version


class Heartbeat(models.Model):
    """When a part of the platform last said that it is alive; read by /healthz."""

    part = models.CharField(_("part"), max_length=20, primary_key=True)
    beat_at = models.DateTimeField(_("last heard of at"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.part
