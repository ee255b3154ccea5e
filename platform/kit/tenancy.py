"""
Whose shop are we in?

One ContextVar is the only truth. The database connection, cache keys, storage paths, signing
salts, sessions, Celery tasks and log lines all derive from it. Nothing bound means no data:
each of them refuses.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TenantRef:
    """What the rest of the code may know of the current shop without a query."""

    id: int
    schema_name: str
    name: str
    hostname: str
    status: str
    languages: tuple[str, ...] = ("fr",)  # offered to customers; the first is the shop's own
    generation: int = 1
    trade: str = ""
    moved_to: str = ""  # the shop's main hostname, where it was reached by another of its names
    is_launched: bool = True  # False: customers see "opening soon"
    is_unpaid: bool = False  # closed until it is paid; its people only finish what was begun


@dataclass(frozen=True, slots=True)
class PlatformScope:
    """The platform itself: cache and signatures work, a shop's tables do not."""

    id: int = 0


Scope = TenantRef | PlatformScope
PLATFORM = PlatformScope()

_scope: ContextVar[Scope | None] = ContextVar("vitrine_scope", default=None)


class NoTenantBound(RuntimeError):
    """Something asked for a shop's data while no shop is bound. Always a bug, never shown."""


class TenantAlreadyBound(RuntimeError):
    """Something tried to enter a shop from inside another one. Always a bug, never shown."""


def current_scope() -> Scope:
    """
    Return the shop or the platform that this request or task works for.

    :raises NoTenantBound: if neither is bound
    """
    scope = _scope.get()
    if scope is None:
        raise NoTenantBound("No shop is bound, and this is not the platform either.")
    return scope


def current_tenant() -> TenantRef:
    """
    Return the shop that this request or task works for.

    :raises NoTenantBound: outside a shop, also on the platform's own pages
    """
    scope = _scope.get()
    if not isinstance(scope, TenantRef):
        raise NoTenantBound("No shop is bound.")
    return scope


def tenant_or_none() -> TenantRef | None:
    """Return the bound shop, or None on the platform and outside any request."""
    scope = _scope.get()
    return scope if isinstance(scope, TenantRef) else None


@contextmanager
def bind(scope: Scope) -> Iterator[Scope]:
    """
    Work for `scope` inside the block, and for whoever was bound before after it.

    Entering another shop from inside a shop is refused: a loop over shops starts unbound. The
    platform may enter a shop (a webhook that finds its shop), a shop never enters the platform.

    :raises TenantAlreadyBound: if another shop is bound
    """
    bound = _scope.get()
    if isinstance(bound, TenantRef) and bound != scope:
        raise TenantAlreadyBound(f"Bound to {bound.schema_name}, asked for {scope!r}.")
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)


TenantLoader = Callable[[int], TenantRef]
_loader: TenantLoader | None = None


def register_tenant_loader(loader: TenantLoader) -> None:
    """Tell the kit how to find a shop by id; the `tenants` app does, when it is ready."""
    global _loader
    _loader = loader


def load_tenant(tenant_id: int) -> TenantRef:
    """
    Look up a shop by id, fresh from the database.

    :raises LookupError: if there is no such shop
    """
    if _loader is None:
        raise NoTenantBound("No tenant loader is registered: is the tenants app installed?")
    return _loader(tenant_id)
