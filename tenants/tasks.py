"""The platform's own background work."""

import datetime as dt

from django.utils import timezone

from kit.clock import now
from kit.tasks import enqueue, platform_task, task_named
from kit.tenancy import bind, load_tenant
from tenants.models import Heartbeat, Session, WakeUp

BATCH = 500
RING_AGAIN_AFTER = dt.timedelta(minutes=2)
SHOP_CHORES = "shops.tasks.run_chores"  # above us in the line of imports, so by its name


@platform_task(name="tenants.tasks.ring_due_shops", ignore_result=True)
def ring_due_shops() -> int:
    """
    Start the background work of each shop that asked for it by now; returns how many were rung.

    A row stays until the work is done (shops.tasks.run_chores takes it away). When that does not
    happen, because a worker or the queue died, it falls due again after RING_AGAIN_AFTER.
    """
    moment = now()
    due = list(WakeUp.objects.filter(due_at__lte=moment).order_by("due_at").values_list("pk", "tenant_id")[:BATCH])
    rung = 0
    for tenant_id in sorted({tenant_id for _pk, tenant_id in due}):
        if _ring(tenant_id):
            mine = [pk for pk, owner in due if owner == tenant_id]
            WakeUp.objects.filter(pk__in=mine).update(rung_at=moment, due_at=moment + RING_AGAIN_AFTER)
            rung += 1
    return rung


def _ring(tenant_id: int) -> bool:
    try:
        tenant = load_tenant(tenant_id)
    except LookupError:
        return True
    with bind(tenant):
        return enqueue(task_named(SHOP_CHORES))


@platform_task(name="tenants.tasks.say_alive", ignore_result=True)
def say_alive() -> None:
    """Note that beat, broker and a worker are all alive; /healthz reads it."""
    Heartbeat.objects.update_or_create(part="worker", defaults={"beat_at": now()})


@platform_task(name="tenants.tasks.clear_old_sessions", ignore_result=True)
def clear_old_sessions() -> int:
    """Delete the sessions that have run out."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted
