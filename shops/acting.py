"""
Who acts right now: the person behind the request, for what is written down about it.

Set by the one door of the backoffice; nobody acts in background work, and then the platform does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the shop's log names them. `reason` says why somebody of the platform is in the shop."""

    user_id: int | None
    name: str
    is_support: bool = False
    reason: str = ""


NOBODY = Actor(user_id=None, name="")

_actor: ContextVar[Actor] = ContextVar("vitrine_actor", default=NOBODY)


def person(user: Any) -> Actor:
    """Return a person under the name they have now."""
    return Actor(user_id=user.pk, name=str(user.name or user.email)[:80])


def supporter(grant: Any) -> Actor:
    """Return somebody of the platform who is in a shop with its owner's consent."""
    return Actor(user_id=grant.user_id, name=str(grant.user)[:80], is_support=True, reason=grant.reason)


def current_actor() -> Actor:
    """Return who acts in this request, or NOBODY."""
    return _actor.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Write down as `actor`'s what is done inside the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)
