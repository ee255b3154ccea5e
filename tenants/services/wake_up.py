"""
Telling the platform that a shop will have something to do.

The row goes through the *shop's* connection, named in full, so that it is committed with the
shop's own intent or not at all. It is the one place where a shop's transaction writes to the
public schema.
"""

import datetime as dt

from django.db import connections
from django.db.models import Q

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from tenants.models import WakeUp


def wake_up_at(due_at: dt.datetime) -> int:
    """
    Ask that the bound shop's background work runs at `due_at` or soon after; part of the current transaction.

    Returns the id of the wake-up, for `answer_wake_ups` when it turns out not to be needed.
    """
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO public.tenants_wakeup (tenant_id, due_at) VALUES (%s, %s) RETURNING id", [current_tenant().id, due_at])
        return int(cursor.fetchone()[0])


def wake_ups_to_answer(*, now: dt.datetime) -> list[int]:
    """Return the ids of the bound shop's wake-ups that work begun at `now` answers: those due, and those rung for."""
    mine = WakeUp.objects.filter(tenant_id=current_tenant().id)
    return list(mine.filter(Q(due_at__lte=now) | Q(rung_at__isnull=False)).values_list("pk", flat=True))


def answer_wake_ups(ids: list[int]) -> None:
    """Take away wake-ups whose work is done. Safe to run twice."""
    WakeUp.objects.filter(pk__in=ids).delete()
