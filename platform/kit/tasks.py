"""
Tasks that know whose work they do.

A `shop_task` carries its shop's id in a header, refuses to run without one, and binds the shop
before its first query. A `platform_task` says that it works for nobody in particular. A plain
Celery task is refused, so that nothing runs in a scope that nobody chose.
"""

import logging
from functools import partial
from typing import Any

from celery import Task, current_app, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from kit.caching import Breaker
from kit.routers import SHOP_ALIAS
from kit.tenancy import PLATFORM, NoTenantBound, bind, current_tenant, load_tenant

logger = logging.getLogger(__name__)
breaker = Breaker()

TENANT_HEADER = "vitrine_tenant_id"
WORKABLE_STATUSES = frozenset({"active", "suspended"})  # a suspended shop still settles what was begun


class RefuseUnscopedTask(Task):  # type: ignore[misc]
    """The default task class: it refuses, as nobody said for whom it works."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.name.startswith("celery."):
            return super().__call__(*args, **kwargs)
        raise NoTenantBound(f"{self.name} is neither a shop_task nor a platform_task.")


class PlatformTask(Task):  # type: ignore[misc]
    """A task over the platform's own tables."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with bind(PLATFORM):
            return super().__call__(*args, **kwargs)


class ShopTask(Task):  # type: ignore[misc]
    """A task of one shop: the id travels in a header, the shop is bound while it runs."""

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault(TENANT_HEADER, current_tenant().id if TENANT_HEADER not in headers else None)
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        tenant_id = (self.request.headers or {}).get(TENANT_HEADER) or getattr(self.request, TENANT_HEADER, None)
        if tenant_id is None:
            raise NoTenantBound(f"{self.name} came without a shop.")
        try:
            tenant = load_tenant(int(tenant_id))
        except LookupError:
            logger.warning("%s dropped: shop %s is gone", self.name, tenant_id)
            return None
        if tenant.status not in WORKABLE_STATUSES:
            logger.warning("%s dropped: shop %s is %s", self.name, tenant_id, tenant.status)
            return None
        with bind(tenant):
            return super().__call__(*args, **kwargs)


shop_task = partial(shared_task, base=ShopTask)
platform_task = partial(shared_task, base=PlatformTask)


def enqueue(task: Any, *args: Any, **kwargs: Any) -> bool:
    """
    Hand a task to the queue, and say whether the broker took it.

    A broker that is away is no error: whoever calls this has written its intent to the database,
    and beat finds it; nor is it asked again at once, as each time costs a customer seconds. `countdown_seconds` delays the start.
    """
    countdown = kwargs.pop("countdown_seconds", None)
    if breaker.is_resting:
        return False
    try:
        task.apply_async(args, kwargs, countdown=countdown)
    except (OperationalError, RedisError, OSError) as error:
        breaker.rest()
        logger.warning("broker unavailable, %s waits for beat: %s", task.name, error)
        return False
    return True


def task_named(name: str) -> Any:
    """Return a task of an app above the caller's, by the name it was given."""
    return current_app.tasks[name]


def enqueue_on_commit(task: Any, *args: Any, **kwargs: Any) -> None:
    """Hand a task to the queue once the shop's transaction is committed; see `enqueue`."""

    def hand_over() -> None:  # not a partial: Django logs the name of what failed, and a partial has none
        enqueue(task, *args, **kwargs)

    transaction.on_commit(hand_over, using=SHOP_ALIAS, robust=True)
