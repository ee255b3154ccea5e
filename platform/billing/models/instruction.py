"""What staff of the platform decided about a shop's subscription, and Stripe has to do."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.subscription import Subscription
from tenants.models import Plan
from tenants.models.base import PlatformModel


class InstructionKind(models.TextChoices):
    END = "end", _("end the subscription")
    PLAN = "plan", _("change the plan")


class InstructionState(models.TextChoices):
    WAITING = "waiting", _("waits for Stripe")
    DONE = "done", _("done")
    REFUSED = "refused", _("Stripe refused")
    DROPPED = "dropped", _("taken back")


def new_public_id() -> str:
    return secrets.token_urlsafe(16)


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def waiting(self) -> "InstructionQuerySet":
        """Keep those that Stripe still has to do."""
        return self.filter(state=InstructionState.WAITING)


class Instruction(PlatformModel):
    """Committed before Stripe is called, and tried until it is done, refused or taken back. At most one waits for a shop."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="instructions", verbose_name=_("subscription"))
    kind = models.CharField(_("what"), max_length=4, choices=InstructionKind)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plan"))
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=InstructionState, default=InstructionState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("tried again"), default=timezone.now)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instruction to Stripe")
        verbose_name_plural = _("instructions to Stripe")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"], condition=models.Q(state="waiting"), name="one_waiting_instruction_for_each_shop"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="plan", plan__isnull=False) | models.Q(kind="end", plan=None), name="plan_to_change_to"
            ),
        ]

    def __str__(self) -> str:
        what = self.get_kind_display() if self.plan is None else f"{self.get_kind_display()}: {self.plan}"
        return f"{what} ({self.get_state_display()})"

    @property
    def idempotency_key(self) -> str:
        """The key of the next try: another one each time, as Stripe keeps a failure with its key. The deeds themselves do no harm twice."""
        return f"ins-{self.public_id}-{self.attempts}"
