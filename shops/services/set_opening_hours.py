"""When the shop is open, as the shopkeeper says."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import OpeningException, OpeningHours, ShopSettings
from shops.services.touch_frame import touch_frame


@dataclass(frozen=True, order=True)
class WeekStretch:
    """One stretch of an ordinary week; weekday 1 is Monday."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class Exceptional:
    """A day that differs: closed all day when both times are None."""

    date: dt.date
    opens: dt.time | None = None
    closes: dt.time | None = None
    reason: str = ""


@transaction.atomic(using=SHOP_ALIAS)
def set_opening_hours(*, week: Iterable[WeekStretch], exceptions: Iterable[Exceptional], today: dt.date) -> None:
    """
    Make the ordinary week, and what differs from it from `today` on, exactly this. Past days stay.

    A stretch that begins when one did before keeps its note. Safe to call twice; two at once wait for
    each other on the row of the settings, and the later one holds.
    """
    ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
    notes = {(hours.weekday, hours.opens): hours.note for hours in OpeningHours.objects.all()}
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            weekday=stretch.weekday, opens=stretch.opens, closes=stretch.closes, note=notes.get((stretch.weekday, stretch.opens), "")
        )
        for stretch in sorted(set(week))
    )
    OpeningException.objects.filter(date__gte=today).delete()
    OpeningException.objects.bulk_create(
        OpeningException(date=day.date, opens=day.opens, closes=day.closes, reason=day.reason) for day in exceptions if day.date >= today
    )
    touch_frame()
