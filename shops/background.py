"""
A shop's background work: what is still to be done, whoever forgot it.

An app registers a chore: a function that takes `now` and does everything that is due, safe to
run twice and at the same time as itself. `run_chores` does them all, each on its own: one that
fails does not stop the others, and the shop is woken again.
"""

import datetime as dt
import logging
from collections.abc import Callable

from tenants.services.wake_up import wake_up_at

logger = logging.getLogger(__name__)

Chore = Callable[..., object]
RETRY_AFTER = dt.timedelta(seconds=30)

_chores: dict[str, Chore] = {}


def register_chore(name: str, chore: Chore) -> None:
    """Add a chore, called as `chore(now=...)`; from AppConfig.ready()."""
    _chores[name] = chore


def run_chores(*, now: dt.datetime) -> dict[str, str]:
    """Run every chore of the bound shop once. Returns the error text of those that failed, by name."""
    failures = {}
    for name, chore in _chores.items():
        try:
            chore(now=now)
        except Exception as error:
            logger.exception("chore %s failed", name)
            failures[name] = str(error)
    if failures:
        wake_up_at(now + RETRY_AFTER)
    return failures
