"""Sessions of people with a login; each belongs to one shop, or to the platform."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """
    `scope_id` is the shop's id, 0 for the platform. A key replayed on another host finds no row.

    `user_id` is whose it is, once they are signed in; `device` is what their browser says of itself.
    Both are copied from the session's own data, so that its owner may be shown it, and end it.
    """

    scope_id = models.PositiveBigIntegerField(_("shop"))
    user_id = models.PositiveBigIntegerField(_("person"), null=True, db_index=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    began_at = models.DateTimeField(_("began at"), null=True)
    seen_at = models.DateTimeField(_("last used at"), null=True)

    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["expire_date"], name="session_expire_date")]

    @classmethod
    def get_session_store_class(cls) -> type:
        from tenants.sessions import SessionStore

        return SessionStore
