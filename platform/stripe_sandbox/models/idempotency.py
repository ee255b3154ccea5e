"""What was answered to which Idempotency-Key."""

from django.db import models


class IdempotentRequest(models.Model):
    """A POST that carried an Idempotency-Key; `status_code` is empty while it is being worked on."""

    key = models.CharField(max_length=255)
    account = models.CharField(max_length=255, blank=True)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body_sha256 = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "account"), name="sandbox_key_once_per_account"),)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
