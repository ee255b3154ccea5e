"""The storefront's frame has changed: pages read it anew."""

import secrets
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction

from kit.clock import now
from kit.routers import SHOP_ALIAS
from shops.outbox import write_to_outbox
from shops.selectors.frame import VERSION_KEY

KIND = "frame_changed"


class CacheDidNotTakeIt(OSError):
    """The cache is away; the outbox tries again."""


def touch_frame() -> None:
    """
    Make every page of the bound shop read its frame anew, once the current transaction is committed.

    Called after each change of settings, hours, shipping, pictures or categories, and of what is published.
    A cache that does not answer is told later, through the outbox: else old pages would stay as long as the
    frame lives. Safe to call often.
    """
    transaction.on_commit(partial(_renew_or_remember, secrets.token_hex(8)), using=SHOP_ALIAS, robust=True)


def renew_frame(message: Any = None) -> None:
    """
    Give the frame a new version; the outbox calls it too.

    :raises CacheDidNotTakeIt: if the cache is away
    """
    _renew(secrets.token_hex(8))


def _renew_or_remember(version: str) -> None:
    try:
        _renew(version)
    except CacheDidNotTakeIt:
        write_to_outbox(kind=KIND, key=f"{KIND}:{version}", payload={}, now=now())


def _renew(version: str) -> None:
    cache.set(VERSION_KEY, version, timeout=None)
    if cache.get(VERSION_KEY) != version:  # away; or someone else renewed it meanwhile, and then once more does no harm
        raise CacheDidNotTakeIt(VERSION_KEY)
