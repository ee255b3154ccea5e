"""Troubles that a tester may order."""

from django.db import models


class Switches(models.Model):
    """One row: how webhooks misbehave at the moment."""

    class Deliveries(models.TextChoices):
        ON = "on"
        OFF = "off"
        DOUBLE = "double"

    deliveries = models.CharField(max_length=12, choices=Deliveries.choices, default=Deliveries.ON)

    class Meta:
        verbose_name_plural = "switches"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="sandbox_one_row_of_switches"),)

    def __str__(self) -> str:
        return f"deliveries {self.deliveries}"
