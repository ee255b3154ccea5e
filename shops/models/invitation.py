"""Somebody is asked to work in the shop."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel
from tenants.models import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Those nobody has answered or taken back; an expired one waits too: to be sent again, or taken back."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(TimestampedModel):
    """
    A role offered to whoever reads the mail at an address, until `expires_at`.

    It lives in the shop's schema with the mail that carries it, so that both are written at once. `sent` counts
    the mails; a link names the one it came with, and only the last one opens the door. `invited_by_id` is the
    platform's number of who sent it last: what an owner offered ends when they own the shop no more.
    """

    LIFETIME = dt.timedelta(days=7)

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=[choice for choice in Role.choices if choice[0] != Role.OWNER])
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    invited_by = models.CharField(max_length=80)
    invited_by_id = models.BigIntegerField(null=True)
    sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation_for_each_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
