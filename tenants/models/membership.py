"""Who may work in which shop."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models.base import PlatformModel


class Role(models.TextChoices):
    """What a person is in a shop; what each may do stands in tenants.permissions."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    COUNTER = "counter", pgettext_lazy("role", "counter")
    ACCOUNTANT = "accountant", _("accountant")


class Membership(PlatformModel):
    """One person's role in one shop."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("shop"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.COUNTER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "tenant"], name="one_role_for_each_person_and_shop")]

    def __str__(self) -> str:
        return f"{self.user} / {self.tenant}"
