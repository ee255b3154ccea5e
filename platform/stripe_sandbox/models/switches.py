"""What a tester may order: troubles with webhooks, how refunds go, and the clock."""

from django.db import models


class Switches(models.Model):
    """
    One row.

    `deliveries` maps a destination ("*" for all) to the fields of `rules.troubles.Trouble`, `options` holds
    `rules.options.Options`, `ahead_seconds` is how far the sandbox's clock runs ahead of the real one.
    """

    deliveries = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    ahead_seconds = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "switches"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="sandbox_one_row_of_switches"),)

    def __str__(self) -> str:
        return f"deliveries {self.deliveries}"
