"""When the shop is open."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpeningHours(models.Model):
    """One stretch of an ordinary week; a day may have several (a lunch break)."""

    weekday = models.PositiveSmallIntegerField(_("day"))  # 1 Monday .. 7 Sunday, as ISO counts
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    note = models.CharField(_("note"), max_length=60, blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__range=(1, 7)), name="weekday_is_iso"),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="closes_after_it_opens"),
            models.UniqueConstraint(fields=["weekday", "opens"], name="one_stretch_for_each_beginning"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class OpeningException(models.Model):
    """A day that differs from the ordinary week: closed, or other hours."""

    date = models.DateField(_("date"), unique=True)
    opens = models.TimeField(_("opens"), null=True, blank=True)  # both empty: closed all day
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}"
