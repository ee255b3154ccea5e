"""A cache in which no shop can see another's keys, and whose loss nobody notices."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from kit.tenancy import TenantRef, current_scope

logger = logging.getLogger(__name__)
T = TypeVar("T")


def scoped_key(key: str, key_prefix: str, version: int) -> str:
    """
    Return the key of the bound shop (or of the platform) for `key`.

    Raising a shop's `generation` empties its whole cache at once.

    :raises NoTenantBound: if nothing is bound
    """
    scope = current_scope()
    if isinstance(scope, TenantRef):
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


class ForgivingRedisCache(RedisCache):
    """A Redis cache that answers "not there" while the server is away: pages stay up, only slower."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def _forgive(self, action: Callable[[], T], otherwise: T) -> T:
        try:
            return action()
        except RedisError as error:
            logger.warning("cache unavailable: %s", error)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgive(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._forgive(lambda: super(ForgivingRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).delete(*args, **kwargs), False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._forgive(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._forgive(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), [])

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._forgive(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), delta)

    def clear(self) -> Any:
        """Refuse: it would empty every shop's cache. Raise the shop's `generation` instead."""
        raise NotImplementedError("clear() empties every shop's cache; raise Tenant.generation instead.")
