"""
Telling the platform that a shop will have something to do.

The row goes through the *shop's* connection, named in full, so that it is committed with the
shop's own intent or not at all. It is the one place where a shop's transaction writes to the
public schema.
"""

import datetime as dt

from django.db import connections

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant


def wake_up_at(due_at: dt.datetime) -> None:
    """Ask that the bound shop's background work runs at `due_at` or soon after; part of the current transaction."""
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO public.tenants_wakeup (tenant_id, due_at) VALUES (%s, %s)", [current_tenant().id, due_at])
