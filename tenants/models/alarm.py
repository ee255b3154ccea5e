"""Something went wrong in a shop that platform staff must look at."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.base import PlatformModel


class AlarmKind(models.TextChoices):
    MONEY_WITHOUT_ORDER = "money_without_order", _("Money without an order")


class Alarm(PlatformModel):
    """One thing of one shop, once: `about` names it. `settled_at`: the shop's people, or the staff, have looked at it."""

    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="alarms", verbose_name=_("shop"))
    kind = models.CharField(_("what"), max_length=30, choices=AlarmKind)
    about = models.CharField(_("about"), max_length=120)
    settled_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [models.UniqueConstraint(fields=["tenant", "kind", "about"], name="each_alarm_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"
