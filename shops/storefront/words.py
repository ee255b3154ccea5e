"""How opening hours are said, in the language of the page."""

import datetime as dt
from dataclasses import dataclass

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kit.money import LOCALES
from kit.templatetags.formats import day as full_day
from shops.rules.opening_hours import DayRun, ExceptionalDay, OpenState, Schedule, Stretch, exceptions_ahead, runs_of_the_week, state_at

THIN = "\u202f"
TOMORROW = 1
A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether someone is behind the counter, and the sentence that says it; empty when the shop told no hours."""

    is_open: bool
    text: str


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of the table at the shop's door."""

    day: str
    text: str
    note: str
    is_today: bool


def hour(time: dt.time) -> str:
    """Write a time of opening or closing: "10:00", in French "10 h" and "18 h 30"."""
    if (get_language() or "fr")[:2] != "fr":
        return f"{time.hour}:{time.minute:02}"
    return f"{time.hour}{THIN}h{THIN}{time.minute:02}" if time.minute else f"{time.hour}{THIN}h"


def opening(schedule: Schedule, moment: dt.datetime) -> Opening:
    """Say in one sentence whether the shop is open at `moment` (in the shop's own zone)."""
    if not schedule.is_known:
        return Opening(is_open=False, text="")
    state = state_at(schedule, moment)
    return Opening(state.is_open, _sentence(state, moment))


def paused(until: dt.date) -> Opening:
    """Say when a shop that pauses takes orders again."""
    return Opening(is_open=False, text=_("Back on %(day)s") % {"day": full_day(until)})


def by_appointment() -> Opening:
    """Say that one comes by appointment."""
    return Opening(is_open=False, text=_("By appointment"))


def _sentence(state: OpenState, moment: dt.datetime) -> str:
    if state.closes_at is not None:
        return _("Open until %(time)s") % {"time": hour(state.closes_at.time())}
    if state.opens_at is None:
        return _("Closed for now")
    time = hour(state.opens_at.time())
    days = (state.opens_at.date() - moment.date()).days
    if days == 0:
        return _("Closed, opens at %(time)s") % {"time": time}
    if days == TOMORROW:
        return _("Closed, opens tomorrow at %(time)s") % {"time": time}
    if days < A_WEEK:
        return _("Closed, opens %(day)s at %(time)s") % {"day": day_name(state.opens_at.isoweekday()), "time": time}
    return _("Closed, opens %(day)s at %(time)s") % {"day": full_day(state.opens_at), "time": time}


def next_collection(schedule: Schedule, moment: dt.datetime) -> str:
    """Say when one can next walk in: "today, until 18:30", "tomorrow from 10:00", "Tuesday from 10:00"; empty when unknown."""
    state = state_at(schedule, moment)
    if state.closes_at is not None:
        return _("Collect it today, until %(time)s") % {"time": hour(state.closes_at.time())}
    if state.opens_at is None:
        return ""
    time = hour(state.opens_at.time())
    days = (state.opens_at.date() - moment.date()).days
    if days == 0:
        return _("Collect it today, from %(time)s") % {"time": time}
    if days == TOMORROW:
        return _("Collect it tomorrow, from %(time)s") % {"time": time}
    day = day_name(state.opens_at.isoweekday()) if days < A_WEEK else full_day(state.opens_at)
    return _("Collect it on %(day)s, from %(time)s") % {"day": day, "time": time}


def week_table(schedule: Schedule, today: dt.date) -> list[HoursRow]:
    """Return the ordinary week with equal days drawn together, then the exceptional days that are near."""
    if not schedule.is_known:
        return []
    unusual = exceptions_ahead(schedule, today)
    today_is_unusual = any(day.date == today for day in unusual)
    week = [_week_row(run, None if today_is_unusual else today.isoweekday()) for run in runs_of_the_week(schedule)]
    return week + [_exception_row(day, today) for day in unusual]


def _week_row(run: DayRun, weekday: int | None) -> HoursRow:
    first, last = day_name(run.first), day_name(run.last)
    if run.first == run.last:
        name = first
    elif run.last == run.first + 1:
        name = f"{first}, {last}"
    else:
        name = _("%(first)s to %(last)s") % {"first": first, "last": last}
    notes = ", ".join(stretch.note for stretch in run.stretches if stretch.note)
    return HoursRow(_capitalized(name), _stretches(run.stretches), notes, weekday is not None and run.has(weekday))


def _exception_row(day: ExceptionalDay, today: dt.date) -> HoursRow:
    return HoursRow(_capitalized(full_day(day.date)), _stretches(day.stretches), day.reason, day.date == today)


def _stretches(stretches: tuple[Stretch, ...]) -> str:
    if not stretches:
        return _("closed")
    return ", ".join(f"{hour(each.opens)} – {hour(each.closes)}" for each in stretches)


def day_name(weekday: int) -> str:
    """Return the name of an ISO weekday, as it is written inside a sentence."""
    return str(get_day_names("wide", locale=LOCALES[(get_language() or "fr")[:2]])[weekday - 1])


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
