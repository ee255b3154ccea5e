"""What the platform's tables share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel


class PlatformModel(TimestampedModel):
    """A row that platform staff see in their admin, so its times have names in their language."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    class Meta:
        abstract = True
