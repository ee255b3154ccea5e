"""A cache in which no shop can see another's keys, and whose loss nobody notices."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from kit.tenancy import TenantRef, current_scope

logger = logging.getLogger(__name__)
T = TypeVar("T")

# Counts of tries to sign in, and codes of an app that were used (allauth's names). A person is the same in every shop, so
# these belong to the platform whatever host asked; and they must hold while the server is away, else that is the hour to
# guess passwords.
LIMITS = ("allauth:rl:", "allauth.mfa.totp.used")
REST_SECONDS = 5.0


def scoped_key(key: str, key_prefix: str, version: int) -> str:
    """
    Return the key of the bound shop (or of the platform) for `key`.

    Raising a shop's `generation` empties its whole cache at once.

    :raises NoTenantBound: if nothing is bound
    """
    scope = current_scope()
    if isinstance(scope, TenantRef) and not key.startswith(LIMITS):
        return f"{key_prefix}t:{scope.id}:{scope.generation}:{version}:{key}"
    return f"{key_prefix}p:{version}:{key}"


class OneClient(RedisCacheClient):
    """Django's client, but one for all calls: it is made for threads, and making it costs half as much as asking it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        client = self._made.get(write)
        if client is None:
            client = self._made[write] = super().get_client(key, write=write)
        return client


class Breaker:
    """
    Remembers for REST_SECONDS that a server did not answer, so that not every page waits for it anew.

    Shared by the threads of a process; two of them asking at the same moment does no harm.
    """

    def __init__(self) -> None:
        self._rests_until = 0.0

    @property
    def is_resting(self) -> bool:
        return time.monotonic() < self._rests_until

    def rest(self) -> None:
        """Note that the server did not answer just now."""
        self._rests_until = time.monotonic() + REST_SECONDS

    def wake(self) -> None:
        """Ask again at once."""
        self._rests_until = 0.0


breaker = Breaker()


class ForgivingRedisCache(RedisCache):
    """
    A Redis cache that answers "not there" while the server is away: pages stay up, only slower.

    Limits are then counted in this process (LIMITS): for each of the few web processes anew, which is still a limit.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient
        self._standby = LocMemCache("limits", {"KEY_FUNCTION": scoped_key, "KEY_PREFIX": self.key_prefix})

    def _forgive(self, action: Callable[[], T], otherwise: Callable[[], T], *, insist: bool = False) -> T:
        if breaker.is_resting and not insist:
            return otherwise()
        try:
            return action()
        except RedisError as error:
            breaker.rest()
            logger.warning("cache unavailable: %s", error)
            return otherwise()

    def _instead(self, key: Any, act: Callable[[BaseCache], T], nothing: T) -> Callable[[], T]:
        """Return what to do without the server: count a limit here, and answer `nothing` for all else."""
        return lambda: act(self._standby) if str(key).startswith(LIMITS) else nothing

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        instead = self._instead(key, lambda standby: standby.add(key, *args, **kwargs), True)
        return self._forgive(lambda: super(ForgivingRedisCache, self).add(key, *args, **kwargs), instead)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        instead = self._instead(key, lambda standby: standby.get(key, default, version), default)
        return self._forgive(lambda: super(ForgivingRedisCache, self).get(key, default, version), instead)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        instead = self._instead(key, lambda standby: standby.set(key, *args, **kwargs), None)
        lasts = kwargs.get("timeout", 0) is None  # such as "the frame has changed": lost, old pages would stay for long
        self._forgive(lambda: super(ForgivingRedisCache, self).set(key, *args, **kwargs), instead, insist=lasts)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), lambda: False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        instead = self._instead(key, lambda standby: standby.delete(key, version), False)
        return self._forgive(lambda: super(ForgivingRedisCache, self).delete(key, version), instead)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._forgive(lambda: super(ForgivingRedisCache, self).get_many(keys, version), dict)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._forgive(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), list)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), lambda: False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._forgive(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), lambda: delta)

    def clear(self) -> Any:
        """Refuse: it would empty every shop's cache. Raise the shop's `generation` instead."""
        raise NotImplementedError("clear() empties every shop's cache; raise Tenant.generation instead.")
