"""
What Valkey holds of the counts: numbers on their way to the database, and for a day who was here already.

A batch is taken off the running numbers in one step, under a name of its own, and is deleted when the database has it.
A batch that was left behind by a process that died is found again.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.core.cache import caches
from redis.exceptions import ResponseError

from shops.models.figure import FigureKind

REMEMBERED = dt.timedelta(hours=30)  # of visitors and salt: the day, and what came in at its very end
KEPT_AT_MOST = dt.timedelta(days=14)  # of numbers that no database took
MOST_VISITORS = 50_000  # of one shop and day: who makes up browsers fills no memory, which is the queue's too
TIMEOUT_SECONDS = 1.0


def add(tenant_id: int, day: dt.date, *, visitors: Iterable[str], counts: Mapping[str, int]) -> None:
    """
    Add `counts` to a shop's day, and to its visits each of `visitors` that was not here yet that day.

    From about MOST_VISITORS on no more visits are counted that day.
    """
    client = _client()
    seen = _key("seen", tenant_id, day)
    if client.scard(seen) >= MOST_VISITORS:
        visitors = ()
    with client.pipeline(transaction=False) as names:
        for visitor in visitors:
            names.sadd(seen, visitor)
        names.expire(seen, REMEMBERED)
        *new, _expires = names.execute()
    running = _key("running", tenant_id, day)
    with client.pipeline(transaction=True) as numbers:
        for kind, count in {**counts, FigureKind.VISITS.value: sum(new)}.items():
            if count:
                numbers.hincrby(running, kind, count)
        numbers.expire(running, KEPT_AT_MOST)
        numbers.sadd(_key("due"), f"{tenant_id}:{day}")
        numbers.execute()


def salt_of(day: dt.date) -> bytes:
    """Return the day's salt, the same in each process. It ends with the day, and was written down nowhere."""
    key = _key("salt", day)
    _client().set(key, secrets.token_bytes(32), nx=True, ex=REMEMBERED)
    return bytes(_client().get(key) or secrets.token_bytes(32))


def take_batches() -> list[str]:
    """Take the running numbers off, and return the names of all batches that wait for the database, old ones too."""
    client = _client()
    for member in client.smembers(_key("due")):
        due = _text(member)
        tenant_id, _colon, day = due.partition(":")
        batch = f"{due}:{secrets.token_hex(8)}"
        with client.pipeline(transaction=True) as step:
            step.srem(_key("due"), due)
            step.rename(_key("running", tenant_id, day), _key("batch", batch))
            step.sadd(_key("batches"), batch)
            try:
                step.execute()
            except ResponseError:  # somebody else took it this very moment
                client.srem(_key("batches"), batch)
    return sorted(_text(batch) for batch in client.smembers(_key("batches")))


def counts_in(batch: str) -> dict[str, int]:
    """Return the counts of a batch by kind; empty when it is gone."""
    return {_text(kind): int(count) for kind, count in _client().hgetall(_key("batch", batch)).items()}


def drop(batch: str) -> None:
    """Forget a batch that the database has. Safe to call twice."""
    with _client().pipeline(transaction=True) as step:
        step.delete(_key("batch", batch))
        step.srem(_key("batches"), batch)
        step.execute()


def _key(*parts: object) -> str:
    return f"{caches['default'].key_prefix}figures:{':'.join(map(str, parts))}"


def _text(raw: Any) -> str:
    return raw.decode() if isinstance(raw, bytes) else str(raw)


def _client() -> Any:
    return _client_of(settings.REDIS_URL)


@lru_cache(maxsize=4)
def _client_of(url: str) -> Any:
    return redis.Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
