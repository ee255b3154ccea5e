"""Until when somebody holds something."""

import datetime as dt

from django.db.models import Min

from catalog.models import Reservation


def held_until(holder: str, *, now: dt.datetime) -> dt.datetime | None:
    """Return when the first hold of `holder` that still runs ends; None when it holds nothing."""
    running = Reservation.objects.filter(holder=holder, expires_at__gt=now)
    end: dt.datetime | None = running.aggregate(end=Min("expires_at"))["end"]
    return end
