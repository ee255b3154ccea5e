"""Whether somebody holds something."""

import datetime as dt

from catalog.models import Reservation


def is_holding(holder: str, *, now: dt.datetime) -> bool:
    """Say whether `holder` holds anything that nobody else can buy at this moment."""
    return Reservation.objects.filter(holder=holder, expires_at__gt=now).exists()
