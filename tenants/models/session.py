"""Sessions of people with a login; each belongs to one shop, or to the platform."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """`scope_id` is the shop's id, 0 for the platform. A key replayed on another host finds no row."""

    scope_id = models.PositiveBigIntegerField(_("shop"))

    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["expire_date"], name="session_expire_date")]

    @classmethod
    def get_session_store_class(cls) -> type:
        from tenants.sessions import SessionStore

        return SessionStore
