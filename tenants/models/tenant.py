"""A shop as the platform knows it: who, where, and in which state."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import TenantMixin

from kit.tenancy import TenantRef
from tenants.models.base import PlatformModel
from tenants.models.plan import Plan


class TenantStatus(models.TextChoices):
    CREATING = "creating", _("being created")
    ACTIVE = "active", _("open")
    SUSPENDED = "suspended", _("suspended")
    DELETING = "deleting", _("being deleted")
    TRASHED = "trashed", _("deleted")


class Trade(models.TextChoices):
    BAKERY = "bakery", _("bakery")
    BOOKS = "books", _("books")
    CLOTHES = "clothes", _("clothes")
    FLOWERS = "flowers", _("flowers")
    GROCERY = "grocery", _("grocery")
    PLANTS = "plants", _("plants")
    SECONDHAND = "secondhand", _("second-hand")
    OTHER = "other", _("another trade")


class TenantQuerySet(models.QuerySet["Tenant"]):
    def active(self) -> "TenantQuerySet":
        return self.filter(status=TenantStatus.ACTIVE)

    def with_schema(self) -> "TenantQuerySet":
        """Leave out those whose schema is not there yet, or no longer."""
        return self.filter(status__in=[TenantStatus.ACTIVE, TenantStatus.SUSPENDED])


class Tenant(TenantMixin, PlatformModel):
    """
    The public row that owns a schema. The schema's name is `t_` + id, never chosen, never re-used.

    `generation` is part of each cache key: raising it empties the shop's cache. `launched_at` and
    `paused_until` are copied from the shop's own settings (shops.services.launch_shop, pause_shop).

    `plan` is the one in force, set by `billing`; without one nothing is limited and no fee is taken. A shop is suspended
    while `is_held` (by the platform's staff) or `is_unpaid` (by `billing`): as long as one of them holds (ADR 14).
    """

    auto_create_schema = False
    auto_drop_schema = False

    schema_name = models.CharField(_("schema"), max_length=63, unique=True, db_index=True)
    name = models.CharField(_("name"), max_length=80)
    status = models.CharField(_("status"), max_length=12, choices=TenantStatus, default=TenantStatus.CREATING)
    trade = models.CharField(_("trade"), max_length=40, choices=Trade, blank=True)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True, help_text=_("One line for the list of shops."))
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    languages = models.CharField(
        _("languages"), max_length=20, default="fr,nl", help_text=_("Codes with commas; the first is the shop's own.")
    )
    is_listed = models.BooleanField(_("shown in the list of shops"), default=True)
    schema_version = models.CharField(_("version of its tables"), max_length=64, blank=True, editable=False)
    generation = models.PositiveIntegerField(_("generation of its cache"), default=1, editable=False)
    cell = models.PositiveSmallIntegerField(_("cell"), default=1, editable=False)
    launched_at = models.DateTimeField(_("launched at"), null=True, blank=True, editable=False)
    paused_until = models.DateField(_("paused until"), null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True, editable=False)
    is_held = models.BooleanField(_("suspended by us"), default=False, editable=False)
    is_unpaid = models.BooleanField(_("suspended because it is not paid"), default=False, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, editable=False, verbose_name=_("plan"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> Any:
        """Refuse: django-tenants keeps that stack in a class attribute, shared by all threads."""
        raise RuntimeError("Use kit.tenancy.bind(tenant.ref()).")

    @property
    def is_shown(self) -> bool:
        """Whether the platform's pages show it to everybody."""
        return self.status == TenantStatus.ACTIVE and self.is_listed and self.launched_at is not None

    def ref(self, *, hostname: str = "", main_hostname: str = "") -> TenantRef:
        """Return what the rest of the code may know of this shop. `hostname` is the one it was reached by."""
        return TenantRef(
            id=self.pk,
            schema_name=self.schema_name,
            name=self.name,
            hostname=hostname,
            status=self.status,
            languages=tuple(self.languages.split(",")),
            generation=self.generation,
            trade=self.trade,
            moved_to=main_hostname if main_hostname != hostname else "",
            is_launched=self.launched_at is not None,
            is_unpaid=self.is_unpaid,
        )
