"""How many people came, day by day. Numbers only: nothing here is about anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureKind(models.TextChoices):
    VISITS = "visits", _("Visits")
    PRODUCTS = "products", _("Products looked at")
    EMPTY_SEARCHES = "empty_searches", _("Searches that found nothing")
    BASKETS = "baskets", _("Baskets begun")


class DailyFigure(models.Model):
    """One number of one day of the shop's street."""

    day = models.DateField()
    kind = models.CharField(max_length=16, choices=FigureKind)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="one_figure_of_each_kind_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.count}"


class KeptFigures(models.Model):
    """A batch of counts that was added to the days already, so that it is never added twice. Forgotten after a week."""

    batch = models.CharField(max_length=80, unique=True)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.batch
