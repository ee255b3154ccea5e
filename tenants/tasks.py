"""The platform's own background work."""

from django.utils import timezone

from kit.clock import now
from kit.tasks import enqueue, platform_task, task_named
from kit.tenancy import bind, load_tenant
from tenants.models import Heartbeat, Session, WakeUp

BATCH = 500
SHOP_CHORES = "shops.tasks.run_chores"  # above us in the line of imports, so by its name


@platform_task(name="tenants.tasks.ring_due_shops", ignore_result=True)
def ring_due_shops() -> int:
    """
    Start the background work of each shop that asked for it by now.

    The rows go only after the task was handed over; a shop may so be rung twice, never not at all.
    """
    due = list(WakeUp.objects.filter(due_at__lte=now()).order_by("pk").values_list("pk", "tenant_id")[:BATCH])
    rung = 0
    for tenant_id in sorted({tenant_id for _pk, tenant_id in due}):
        if _ring(tenant_id):
            WakeUp.objects.filter(pk__in=[pk for pk, owner in due if owner == tenant_id]).delete()
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
