"""When the shop is open, as the shopkeeper says."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import OpeningException, OpeningHours, ShopSettings
from shops.services.changed_meanwhile import ChangedMeanwhile
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


@dataclass(frozen=True, order=True)
class WeekStretch:
    """One stretch of an ordinary week; weekday 1 is Monday."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class DayNote:
    """What a customer should know about a day of the week, by language code; languages that are not named keep theirs."""

    weekday: int
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exceptional:
    """A day that differs: closed all day when both times are None."""

    date: dt.date
    opens: dt.time | None = None
    closes: dt.time | None = None
    reason: str = ""


@transaction.atomic(using=SHOP_ALIAS)
def set_opening_hours(
    *, week: Iterable[WeekStretch], exceptions: Iterable[Exceptional], today: dt.date, notes: Iterable[DayNote] = (), seen: str = ""
) -> None:
    """
    Make the ordinary week, and what differs from it from `today` on, exactly this. Past days stay.

    A day's note stands at its first stretch; a day without stretches has none. `seen` is the `mark_of_hours` of what
    the page showed. Safe to call twice; two at once wait for each other on the row of the settings, and without `seen` the later one holds.

    :raises ChangedMeanwhile: if the hours are neither what was seen any more nor what is wanted; nothing was written
    """
    ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
    before = _as_told(today)
    kept = _notes_by_day()
    for note in notes:
        if not any(note.texts.values()):  # or readers would fall back on a language that the shop no longer offers
            kept.pop(note.weekday, None)
            continue
        kept[note.weekday] = {**kept.get(note.weekday, {}), **{f"note_{code}": text for code, text in note.texts.items()}}
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=stretch.weekday, opens=stretch.opens, closes=stretch.closes, **kept.pop(stretch.weekday, {}))
        for stretch in sorted(set(week))
    )
    OpeningException.objects.filter(date__gte=today).delete()
    OpeningException.objects.bulk_create(
        OpeningException(date=day.date, opens=day.opens, closes=day.closes, reason=day.reason) for day in exceptions if day.date >= today
    )
    if _as_told(today) != before:
        if seen not in ("", _mark(before)):
            raise ChangedMeanwhile({})
        record_event(kind="hours_changed")
    touch_frame()


def mark_of_hours(today: dt.date) -> str:
    """Return what tells the hours as they are from any others: a few letters, for a page to send back. Two statements."""
    return _mark(_as_told(today))


def _mark(told: list[tuple[object, ...]]) -> str:
    return hashlib.blake2b(repr(told).encode(), digest_size=9).hexdigest()


def _as_told(today: dt.date) -> list[tuple[object, ...]]:
    """Return the week with its notes, and what differs from it from `today` on."""
    columns = [f"note_{code}" for code, _name in settings.LANGUAGES]
    week = OpeningHours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes", *columns)
    days = OpeningException.objects.filter(date__gte=today).order_by("date", "opens").values_list("date", "opens", "closes", "reason")
    return [tuple(text or "" for text in row) for row in (*week, *days)]


def _notes_by_day() -> dict[int, dict[str, str]]:
    """Return the columns of the notes as they are, by weekday."""
    columns = [f"note_{code}" for code, _name in settings.LANGUAGES]
    kept: dict[int, dict[str, str]] = {}
    for hours in OpeningHours.objects.all():
        said = {column: text for column in columns if (text := getattr(hours, column))}
        kept[hours.weekday] = {**said, **kept.get(hours.weekday, {})}
    return kept
