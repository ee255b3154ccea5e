"""Is the whole house alive? For load balancers, the demo and whoever is woken at night."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from kit.clock import now
from kit.routers import PLATFORM_ALIAS
from tenants.models import Heartbeat

MAX_SILENCE = dt.timedelta(seconds=45)
NAMES = {
    "database": _("Shops, orders and products"),
    "broker": _("Handing over work"),
    "worker": _("E-mails, photos and other background work"),
}


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker and a worker are alive, else 503 with the names of what is not."""
    dead = [name for name, is_alive in _parts().items() if not is_alive()]
    return JsonResponse({"ok": not dead, "dead": dead}, status=503 if dead else 200)


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Say in words whether what shops need works at this moment."""
    parts = [(NAMES[name], is_alive()) for name, is_alive in _parts().items()]
    is_well = all(alive for _name, alive in parts)
    context = {"parts": parts, "is_well": is_well, "moment": now()}
    return render(request, "platform/status.html", context, status=200 if is_well else 503)


def _parts() -> dict[str, Callable[[], bool]]:
    return {"database": _database, "broker": _broker, "worker": _worker}


def _database() -> bool:
    try:
        with connections[PLATFORM_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping())
    except RedisError:
        return False


def _worker() -> bool:
    try:
        heartbeat = Heartbeat.objects.filter(part="worker").first()
    except DatabaseError:
        return False
    return heartbeat is not None and now() - heartbeat.beat_at < MAX_SILENCE
