"""The hostnames that lead to a shop."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin

from tenants.models.base import PlatformModel


def hostname_of(name: str) -> str:
    """Return the whole hostname of a domain's name: a label stands under the base domain."""
    return name if "." in name else f"{name}.{settings.BASE_DOMAIN}"


class Domain(DomainMixin, PlatformModel):
    """
    A name of a shop: a label under the base domain ("sous-verre"), or a whole hostname of its own.

    A label has no dot and a hostname has one, so the base domain may change without touching rows.
    `verified_at` matters for own hostnames only: until then nothing is served under it.
    """

    domain = models.CharField(_("name"), max_length=253, unique=True, db_index=True)
    tenant = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="domains", verbose_name=_("shop"))
    is_primary = models.BooleanField(_("the shop's main address"), default=True, db_index=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints = [
            models.CheckConstraint(condition=models.Q(domain=models.functions.Lower("domain")), name="domain_is_lower_case"),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(is_primary=True), name="one_primary_domain_for_each_shop"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save this row and no other: django-tenants' own opens a transaction on a shop's connection."""
        models.Model.save(self, *args, **kwargs)

    @property
    def is_subdomain(self) -> bool:
        return "." not in self.domain

    @property
    def hostname(self) -> str:
        return hostname_of(self.domain)

    @property
    def is_served(self) -> bool:
        """Whether the shop can be reached by it: an own hostname only once it is verified."""
        return self.is_subdomain or self.verified_at is not None

    @property
    def url(self) -> str:
        port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
        return f"{settings.PUBLIC_SCHEME}://{self.hostname}{port}/"
