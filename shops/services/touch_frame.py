"""The storefront's frame has changed: pages read it anew."""

import secrets
from functools import partial

from django.core.cache import cache
from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.selectors.frame import VERSION_KEY


def touch_frame() -> None:
    """
    Make every page of the bound shop read its frame anew, once the current transaction is committed.

    Called after each change of settings, hours, shipping, pictures or categories, and of what is published.
    Safe to call often.
    """
    renew = partial(cache.set, VERSION_KEY, secrets.token_hex(8), timeout=None)
    transaction.on_commit(renew, using=SHOP_ALIAS, robust=True)
