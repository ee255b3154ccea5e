"""
One kept connection to Valkey for each thread, for what every request asks: Django's cache costs ten times as much.

Whoever keeps something that is only true as long as Valkey remembers registers to be told when a connection
was made or lost: what happened meanwhile, this process did not hear.
"""

import logging
import os
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from redis.exceptions import RedisError

from kit.caching import breaker

TIMEOUT_SECONDS = 0.3

logger = logging.getLogger(__name__)
_own = threading.local()
_to_tell: list[Callable[[], None]] = []


class Away(OSError):
    """Valkey did not answer."""


def register_forgetful(forget: Callable[[], None]) -> None:
    """Say who must forget what they know when a connection was made or lost; from AppConfig.ready()."""
    _to_tell.append(forget)


def ask(*command: str, insist: bool = False) -> Any:
    """
    Send one command and return its answer, texts as bytes.

    After a failure nobody asks for some seconds, but who must `insist`. A connection that ended while it was
    kept is made anew once.

    :raises Away: if there is no answer
    """
    if breaker.is_resting and not insist:
        raise Away("resting")
    try:
        return _ask(command)
    except (RedisError, OSError) as error:
        breaker.rest()
        logger.warning("valkey unavailable: %s", error)
        raise Away(str(error)) from error


def _ask(command: tuple[str, ...]) -> Any:
    connection = _kept()
    if connection is not None:
        try:
            return _say(connection, command)
        except redis.ConnectionError:  # it ended while nobody used it
            pass
    _tell()
    fresh = _connection_to(settings.REDIS_URL)
    answer = _say(fresh, command)
    _own.line = (os.getpid(), settings.REDIS_URL, fresh)
    return answer


def _kept() -> Any:
    """Return this thread's connection, unless it is one that a parent process made or leads elsewhere."""
    pid, url, connection = getattr(_own, "line", (0, "", None))
    return connection if pid == os.getpid() and url == settings.REDIS_URL else None


def _say(connection: Any, command: tuple[str, ...]) -> Any:
    """
    Send a command and read its answer.

    A connection on which anything went wrong is never used again: an answer may still be on its way.
    """
    try:
        connection.send_packed_command(connection.pack_command(*command), check_health=False)
        return connection.read_response()
    except BaseException:
        _own.line = (0, "", None)
        connection.disconnect()
        _tell()
        raise


def _tell() -> None:
    for forget in _to_tell:
        forget()


def _connection_to(url: str) -> Any:
    """Return a new connection. Not one that the pool makes: it counts those it made for ever, and refuses after the hundredth."""
    pool = _pool(url)
    return pool.connection_class(**pool.connection_kwargs)


@lru_cache(maxsize=8)
def _pool(url: str) -> Any:
    """Return what knows how to reach a server; no connection is taken from it."""
    return redis.ConnectionPool.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
