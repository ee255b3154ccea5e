"""Somebody of the platform may look into a shop for a while, because its owner agreed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.base import PlatformModel


class SupportScope(models.TextChoices):
    LOOK = "look", _("look, change nothing")
    HELP = "help", _("help to set up products and the shop")


class SupportGrantQuerySet(models.QuerySet["SupportGrant"]):
    def asked(self) -> "SupportGrantQuerySet":
        """Those that wait for the owner."""
        return self.filter(granted_at=None, ended_at=None)

    def live(self, now: object) -> "SupportGrantQuerySet":
        """Those that open the door at this moment; one that came of another ends with it."""
        return self.filter(granted_at__lte=now, expires_at__gt=now, ended_at=None, came_of__ended_at=None)


class SupportGrant(PlatformModel):
    """
    The consent of an owner: for one person of the platform who asked with a `reason`, or open to whoever helps next.

    An open one (`user` None) opens no door itself: who uses it says why first, and gets one of their own
    that `came_of` it. Rows are ended, never deleted.
    """

    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="support_grants", verbose_name=_("shop"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    scope = models.CharField(_("scope"), max_length=8, choices=SupportScope)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    came_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="uses", verbose_name=_("came of"))
    granted_at = models.DateTimeField(_("granted at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = SupportGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access for support")
        verbose_name_plural = _("accesses for support")
        constraints = [
            models.CheckConstraint(condition=models.Q(user=None) | ~models.Q(reason=""), name="support_says_why"),
            models.CheckConstraint(condition=models.Q(granted_at=None) | models.Q(expires_at__isnull=False), name="support_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.user or '*'} / {self.tenant}"
