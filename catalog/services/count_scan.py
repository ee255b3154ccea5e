"""Somebody scanned a poster or a label."""

import datetime as dt

from django.db import connections

from kit.clock import in_brussels
from kit.routers import SHOP_ALIAS

ADD_ONE = """
    INSERT INTO catalog_scancount (day, code, count) VALUES (%s, %s, 1)
    ON CONFLICT (day, code) DO UPDATE SET count = catalog_scancount.count + 1
"""


def count_scan(*, code: str, now: dt.datetime) -> None:
    """Add one to the number of a code and of today in Brussels, in one statement: two at once are two. Not twice for the same scan."""
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute(ADD_ONE, [in_brussels(now).date(), code])
