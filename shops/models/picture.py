"""
Photographs: what was uploaded, and what is shown.

The original is private and never served. A Celery task makes the renditions: upright, without
metadata, in three widths, AVIF and JPEG (catalog and shops share this base).
"""

from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.forms import refusal_text
from kit.models import TimestampedModel
from kit.storage import media_url


class PictureState(models.TextChoices):
    PENDING = "pending", _("being prepared")
    READY = "ready", _("ready")
    REFUSED = "refused", _("could not be used")


class Rendition(NamedTuple):
    """One width of a picture, as URLs of the shop's own host."""

    width: int
    avif_url: str
    jpeg_url: str


class PictureBase(TimestampedModel):
    """
    A picture on its way from the camera to the page.

    `files` is a list of {"width", "avif", "jpeg"} with stored names, narrowest first; empty until
    ready. `width` and `height` are those of the widest rendition, in pixels.
    """

    original = models.CharField(max_length=200, blank=True)  # stored name, private
    state = models.CharField(max_length=10, choices=PictureState, default=PictureState.PENDING)
    refusal = models.CharField(max_length=40, blank=True)  # a code of kit.pictures.UnusablePicture
    files = models.JSONField(default=list, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        return self.state == PictureState.READY

    @property
    def refusal_text(self) -> str:
        """Why it could not be used, in words; empty when it was not refused."""
        return refusal_text(self.refusal) if self.state == PictureState.REFUSED else ""

    @property
    def renditions(self) -> list[Rendition]:
        return [_rendition(entry) for entry in self.files]


class ShopPicture(PictureBase):
    """A picture of the shop itself: logo, cover, story. `color` is what colour it has above all, "#rrggbb"; empty for none."""

    color = models.CharField(max_length=7, blank=True)

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


def _rendition(entry: dict[str, Any]) -> Rendition:
    return Rendition(entry["width"], media_url(entry["avif"]), media_url(entry["jpeg"]))
