"""How the bound shop stands, fresh from its own settings: for whoever is about to take an order."""

import datetime as dt

from django.db import connections

from kit.clock import in_brussels
from kit.routers import SHOP_ALIAS
from shops.models import ShopSettings
from shops.rules.standing import Said, Standing, standing_on


def standing(*, now: dt.datetime) -> Standing:
    """Return how the bound shop stands; one query."""
    row = ShopSettings.objects.values_list("launched_at", "paused_until").first()
    return standing_on(Said(*row) if row else Said(None), in_brussels(now).date())


def standing_held(*, now: dt.datetime) -> Standing:
    """
    Return how the bound shop stands, and keep it so until the transaction ends; one query.

    Orders hold the row together, so they do not wait for each other; a pause waits for those under way,
    and those that come after it see it.
    """
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute("SELECT launched_at, paused_until FROM shops_shopsettings FOR SHARE")
        row = cursor.fetchone()
    return standing_on(Said(*row) if row else Said(None), in_brussels(now).date())
