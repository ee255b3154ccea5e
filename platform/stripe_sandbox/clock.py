"""The sandbox's own time; one place, so that it can be moved ahead later (stripe.md part 5)."""

import datetime as dt

from kit import clock


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return clock.now()


def epoch(moment: dt.datetime | None = None) -> int:
    """Return a moment (default: now) as API v1 writes it: whole seconds since 1970."""
    return int((moment or now()).timestamp())


def iso(moment: dt.datetime | None = None) -> str:
    """Return a moment (default: now) as API v2 writes it: 2026-11-23T10:00:00.000Z."""
    text = (moment or now()).astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
