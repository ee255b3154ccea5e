"""Calls of the API that shall fail."""

from django.db import models


class ApiFault(models.Model):
    """The next `remaining` requests whose path matches `path` (with * and ?) fail in this way."""

    class Kind(models.TextChoices):
        ERROR_BEFORE = "error_before"  # 500, nothing was done
        ERROR_AFTER = "error_after"  # 500, but the work was done
        TIMEOUT_AFTER = "timeout_after"  # the work was done, and the answer comes after `seconds`
        RESET_BEFORE = "reset_before"  # the connection breaks, nothing was done
        RESET_AFTER = "reset_after"  # the connection breaks, but the work was done
        CONFLICT = "conflict"  # 409, as while the first request with this key is being worked on
        RATE_LIMIT = "rate_limit"  # 429
        RATE_LIMIT_RETRY = "rate_limit_retry"  # 429 with Stripe-Should-Retry: true

    kind = models.CharField(max_length=20, choices=Kind.choices)
    method = models.CharField(max_length=8, blank=True)  # "" is any
    path = models.CharField(max_length=200, default="*")
    remaining = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=25)  # longer than any client waits

    def __str__(self) -> str:
        return f"{self.kind} on {self.method} {self.path}"
