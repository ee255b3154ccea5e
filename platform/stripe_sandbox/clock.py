"""
The sandbox's own time: the real one, plus what a tester added (stripe.md part 5, like Stripe's test clocks).

Signatures of webhooks are made with the real time, as whoever checks them looks at a real clock.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kit import clock
from stripe_sandbox.models import Switches

_stopped_at: ContextVar[dt.datetime | None] = ContextVar("sandbox_stopped_at", default=None)


def now() -> dt.datetime:
    """Return the present moment of the sandbox, aware, in UTC."""
    return _stopped_at.get() or clock.now() + ahead()


def ahead() -> dt.timedelta:
    """Return how far the sandbox's clock runs ahead. One query: other processes may move it."""
    seconds = Switches.objects.filter(pk=1).values_list("ahead_seconds", flat=True).first()
    return dt.timedelta(seconds=seconds or 0)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Stop the clock at `moment` inside the block: what was due then is dated then."""
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)


def epoch(moment: dt.datetime | None = None) -> int:
    """Return a moment (default: now) as API v1 writes it: whole seconds since 1970."""
    return int((moment or now()).timestamp())


def moment_of(epoch_seconds: int) -> dt.datetime:
    """Return what `epoch` made a number of."""
    return dt.datetime.fromtimestamp(epoch_seconds, dt.UTC)


def iso(moment: dt.datetime | None = None) -> str:
    """Return a moment (default: now) as API v2 writes it: 2026-11-23T10:00:00.000Z."""
    text = (moment or now()).astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
