"""
Which version of a shop's content holds: a random word in Valkey that every committed change replaces.

What is drawn is kept under the word that held *before* it was read; it may be shown as long as that word holds.
A writer takes the word away before the COMMIT and leaves a mark; after the COMMIT it takes the mark back and
says a new word. While a mark lies there is no word, so nothing is shown from memory: not in the moment between
the COMMIT and the new word, and not when the writer dies in it. A mark nobody took back lasts MARK_SECONDS.
When Valkey is away there is no word either. docs/adr/0008 says why, and what is left.

kit.postgres calls `changing` around every commit that wrote something; nobody else needs to.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import NamedTuple

from django.core.cache import caches

from kit import valkey
from kit.tenancy import current_tenant

MARK_SECONDS = 60  # longer than any COMMIT takes: statement_timeout ends it after 15
KEPT_SECONDS = 7 * 86_400  # of a shop that nobody visits

_TAKE_AWAY = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('EXPIRE', KEYS[1], 2 * tonumber(ARGV[2]))
for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
"""

_SAY = """
if ARGV[1] ~= '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(redis.call('TIME')[1]))
if redis.call('ZCARD', KEYS[1]) > 0 then return false end
for i = 2, #KEYS do redis.call('SET', KEYS[i], ARGV[2], 'NX', 'EX', tonumber(ARGV[3])) end
return redis.call('MGET', unpack(KEYS, 2))
"""


class Versions(NamedTuple):
    """The words that hold; None where there is none now. `hosts` is of the table that says which host is whose."""

    hosts: bytes | None = None
    pages: bytes | None = None
    frame: bytes | None = None


class Change(NamedTuple):
    """What a transaction changed: a shop's pages, its frame too, or (tenant 0) which host leads where."""

    tenant_id: int
    frame: bool = True


HOSTS = Change(0)
UNKNOWN = Versions()

_asked: ContextVar[tuple[int, Versions] | None] = ContextVar("vitrine_versions", default=None)


def ask(tenant_id: int) -> Versions:
    """Ask which versions hold for a shop: one round trip, two when there was none yet; `UNKNOWN` while Valkey is away."""
    try:
        held = Versions(*valkey.ask("MGET", *_keys(HOSTS)[1:2], *_keys(Change(tenant_id))[1:]))
        if held.pages is None or held.frame is None:
            held = Versions(held.hosts, *(_begin(Change(tenant_id)) or (held.pages, held.frame)))
        return held._replace(hosts=held.hosts or _begin_hosts())
    except valkey.Away:
        return UNKNOWN


def of_the_shop() -> Versions:
    """Return the versions for the bound shop, as they were asked at the beginning of this request, else asked now."""
    asked = _asked.get()
    tenant_id = current_tenant().id
    return asked[1] if asked is not None and asked[0] == tenant_id else ask(tenant_id)


def of_the_hosts() -> bytes | None:
    """Return the version of which host is whose, as it was asked at the beginning of this request, else asked now."""
    asked = _asked.get()
    if asked is not None:
        return asked[1].hosts
    try:
        (held,) = valkey.ask("MGET", _keys(HOSTS)[1])
        return held or _begin_hosts()
    except valkey.Away:
        return None


@contextmanager
def asked(tenant_id: int, versions: Versions) -> Iterator[None]:
    """Let everyone inside the block take these versions, unless something is changed in it."""
    token = _asked.set((tenant_id, versions))
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def changing(changes: Iterable[Change]) -> Iterator[None]:
    """
    Take the words away before the block, which commits these changes, and say new ones after it.

    It raises nothing of its own: a shop goes on while Valkey is away.
    """
    changes = set(changes)
    mark = secrets.token_hex(8)
    if changes:
        _asked.set(None)
    for change in changes:
        with suppress(valkey.Away):
            valkey.ask("EVAL", _TAKE_AWAY, *_counted(change), mark, str(MARK_SECONDS), insist=True)
    try:
        yield
    finally:
        for change in changes:
            with suppress(valkey.Away):
                _say(change, mark, insist=True)


def renew(change: Change) -> None:
    """
    Say new words although nothing was seen to change.

    :raises kit.valkey.Away: if Valkey does not take them
    """
    _asked.set(None)
    _say(change, "no mark", insist=True)


def _begin(change: Change) -> tuple[bytes, bytes] | None:
    """Say the first words, where there are none and no writer's mark lies; None where one does."""
    return _say(change, "")


def _begin_hosts() -> bytes | None:
    said = _begin(HOSTS)
    return said[0] if said else None


def _say(change: Change, mark: str, *, insist: bool = False) -> tuple[bytes, bytes] | None:
    said = valkey.ask("EVAL", _SAY, *_counted(change), mark, secrets.token_hex(8), str(KEPT_SECONDS), insist=insist)
    return tuple(said) if said else None


def _counted(change: Change) -> tuple[str, ...]:
    keys = _keys(change)
    return (str(len(keys)), *keys)


def _keys(change: Change) -> tuple[str, ...]:
    """Return the key of the marks, then those of the words."""
    root = f"{caches['default'].key_prefix}versions:{change.tenant_id}:"
    words = ("pages", "frame") if change.frame and change.tenant_id else ("pages",)
    return (f"{root}marks", *(root + word for word in words))
