"""How often the shop's posters and labels were scanned."""

from django.db import models


class ScanCount(models.Model):
    """
    One number for each day and code (catalog.rules.scans): no visitor, no hour, no address is kept.

    `code` is no foreign key: what was counted stays when a product goes.
    """

    day = models.DateField()
    code = models.CharField(max_length=18)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "code"], name="one_number_for_each_day_and_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.day}: {self.count}"
