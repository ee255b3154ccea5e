"""Note what Stripe has to do about a subscription; `instruct` has it done."""

import datetime as dt

from billing.models import Instruction, InstructionKind, InstructionState, Subscription
from tenants.models import Plan


def want(row: Subscription, kind: InstructionKind, *, plan: Plan | None = None) -> Instruction:
    """
    Return the one waiting instruction of a shop, which says this; an earlier one that says something else is taken back.

    Part of the platform's current transaction, in which the subscription is locked. Safe to call twice.
    """
    waiting = row.instructions.waiting().first()
    if waiting is not None and (waiting.kind, waiting.plan_id) == (kind, plan.pk if plan is not None else None):
        return waiting
    take_back(row)
    return Instruction.objects.create(subscription=row, kind=kind, plan=plan)


def take_back(row: Subscription) -> int:
    """Let nothing wait any more; returns how many did. Part of the platform's current transaction, as `want`."""
    return row.instructions.waiting().update(state=InstructionState.DROPPED)


def owner_chose(row: Subscription, *, at: dt.datetime) -> int:
    """
    Let no plan wait that staff wished before the owner chose one, and agreed to its price: the last word counts.

    Part of the platform's current transaction, in which the subscription is locked. Safe to call twice.
    """
    before = row.instructions.waiting().filter(kind=InstructionKind.PLAN, created_at__lte=at)
    return before.update(state=InstructionState.DROPPED)
