"""Does the background work keep up?"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from redis import Redis
from redis.exceptions import RedisError

from kit.clock import now
from tenants.models import Heartbeat, Tenant, TenantStatus, WakeUp
from tenants.schema import shop_schema_version

QUEUES = ("default", "pictures")  # config.celery; the broker keeps each as a list of that name


@dataclass(frozen=True, slots=True)
class BackgroundState:
    """How the background work stands. Lengths are None when the broker does not answer."""

    worker_seen_at: dt.datetime | None
    worker_silent_for: dt.timedelta | None
    queue_length: int | None
    shops_waiting: int  # that asked to be woken, each once however often it asked
    shops_overdue: int
    shops_behind: int  # whose schema is older than the code
    shops_unfinished: int  # left "creating"


def background_state() -> BackgroundState:
    """Return how the background work stands now; four queries and a question to the broker."""
    moment = now()
    heartbeat = Heartbeat.objects.filter(part="worker").first()
    shops = Tenant.objects.exclude(status=TenantStatus.TRASHED)
    return BackgroundState(
        worker_seen_at=heartbeat.beat_at if heartbeat else None,
        worker_silent_for=moment - heartbeat.beat_at if heartbeat else None,
        queue_length=_queue_length(),
        shops_waiting=_shops(WakeUp.objects.all()),
        shops_overdue=_shops(WakeUp.objects.filter(due_at__lt=moment - dt.timedelta(minutes=1))),
        shops_behind=shops.exclude(schema_version=shop_schema_version()).count(),
        shops_unfinished=shops.filter(status=TenantStatus.CREATING).count(),
    )


def _shops(wake_ups: QuerySet[WakeUp]) -> int:
    return wake_ups.values("tenant").distinct().count()


def _queue_length() -> int | None:
    try:
        broker = Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        return sum(int(broker.llen(name)) for name in QUEUES)
    except RedisError:
        return None
