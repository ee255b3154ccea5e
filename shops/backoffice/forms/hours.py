"""The ordinary week, and the days that differ. Two empty rows are always there, so that nothing needs a script."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.forms import WholeForm
from kit.money import LOCALES
from shops.backoffice.forms.texts import language_name
from shops.models import OpeningException, OpeningHours
from shops.services.set_opening_hours import DayNote, Exceptional, WeekStretch

STRETCHES_A_DAY = 2  # at least: a lunch break
EMPTY_EXCEPTIONS = 2


class FreeTimeField(forms.TimeField):
    """A time of day, also typed as "9h30", "9.30", "930" or "9"."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    default_error_messages = {"invalid": _("Write the time as 9:30.")}

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str):
            digits = value.strip().lower().replace("h", ":").replace(".", ":").rstrip(":")
            if digits.isdigit():
                digits = f"{digits[:-2] or '0'}:{digits[-2:]}" if len(digits) > 2 else f"{digits}:00"
            value = digits
        return super().to_python(value)


class StretchForm(WholeForm):
    """From and to; both empty: there is none."""

    opens = FreeTimeField(label=_("from"), required=False)
    closes = FreeTimeField(label=_("to"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if self.errors:
            return cleaned
        if (opens is None) != (closes is None):
            self.add_error("closes" if closes is None else "opens", _("Give both times, or none."))
        elif opens is not None and opens >= closes:
            self.add_error("closes", _("The closing time is after the opening time."))
        return cleaned

    def is_given(self) -> bool:
        """Say whether there is a stretch; only when the form is valid."""
        return self.cleaned_data.get("opens") is not None


class ExceptionForm(StretchForm):
    """One day that differs; without times the shop is closed."""

    date = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=80, required=False)
    field_order = ["date", "opens", "closes", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("date") and "date" not in self.errors and (cleaned.get("opens") or cleaned.get("reason")):
            self.add_error("date", _("Which day is it?"))
        return cleaned


class NoteForm(WholeForm):
    """What customers should know about a day, in each language of the shop."""

    def __init__(self, *args: Any, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[code] = forms.CharField(
                label=language_name(code) if len(languages) > 1 else _("Note"),
                max_length=OpeningHours._meta.get_field("note").max_length,  # noqa: SLF001 -- Django's documented way
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def text(self) -> str:
        """Return the note as it stands in the form, in the first language that has one."""
        return next((str(value) for code in self.fields if (value := self[code].value())), "")


@dataclass(frozen=True)
class DayForms:
    """A day of the week: its stretches, and one note."""

    weekday: int
    name: str
    stretches: list[StretchForm]
    note: NoteForm

    def is_right(self) -> bool:
        """Look at the day as a whole; only when its forms are valid."""
        given = sorted((form for form in self.stretches if form.is_given()), key=lambda form: form.cleaned_data["opens"])
        for before, after in pairwise(given):
            if after.cleaned_data["opens"] < before.cleaned_data["closes"]:
                after.add_error("opens", _("This begins before the other one ends."))
                return False
        if self.note.text() and not given:
            self.note.add_error(next(iter(self.note.fields)), _("A note stands beside hours. Give this day hours, or empty the note."))
            return False
        return True


class HoursPage:
    """All the small forms of the page of opening hours."""

    def __init__(self, data: Any = None, *, today: dt.date, languages: tuple[str, ...]) -> None:
        self.today = today
        self.changed_meanwhile = False  # what is typed was refused, as another saved other hours
        rows = list(OpeningHours.objects.all())
        self.days = [_day_forms(weekday, data, [row for row in rows if row.weekday == weekday], languages) for weekday in range(1, 8)]
        self.exceptions = _exception_forms(data, today)

    @property
    def forms(self) -> list[WholeForm]:
        return [*(form for day in self.days for form in (*day.stretches, day.note)), *self.exceptions]

    @property
    def incomplete(self) -> str:
        """Return in words that a part of the page did not arrive, or nothing; once it was validated."""
        return str(WholeForm.INCOMPLETE) if any(form.is_incomplete for form in self.forms) else ""

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms if not form.is_valid()]  # each of them, so that all that is wrong is said at once
        return not wrong and not [day for day in self.days if not day.is_right()] and not self._same_day_twice()

    def week(self) -> list[WeekStretch]:
        return [
            WeekStretch(day.weekday, form.cleaned_data["opens"], form.cleaned_data["closes"])
            for day in self.days
            for form in day.stretches
            if form.is_given()
        ]

    def notes(self) -> list[DayNote]:
        return [DayNote(day.weekday, dict(day.note.cleaned_data)) for day in self.days]

    def exceptional_days(self) -> list[Exceptional]:
        return [Exceptional(**form.cleaned_data) for form in self.exceptions if form.cleaned_data.get("date")]

    def _same_day_twice(self) -> bool:
        seen: set[dt.date] = set()
        for form in self.exceptions:
            date = form.cleaned_data.get("date")
            if date in seen:
                form.add_error("date", _("This day is there twice."))
                return True
            if date:
                seen.add(date)
        return False


def _day_forms(weekday: int, data: Any, rows: list[OpeningHours], languages: tuple[str, ...]) -> DayForms:
    count = max(STRETCHES_A_DAY, len(rows) + (1 if len(rows) >= STRETCHES_A_DAY else 0))
    initial: list[dict[str, Any]] = [{"opens": row.opens, "closes": row.closes} for row in rows] + [{}] * (count - len(rows))
    names = get_day_names("wide", context="stand-alone", locale=LOCALES[(get_language() or "fr")[:2]])
    stretches = [StretchForm(data, prefix=f"d{weekday}-{place}", initial=values) for place, values in enumerate(initial)]
    said = {code: next((text for row in rows if (text := getattr(row, f"note_{code}"))), "") for code in languages}
    note = NoteForm(data, prefix=f"n{weekday}", initial=said, languages=languages)
    return DayForms(weekday, names[weekday - 1].capitalize(), stretches, note)


def _exception_forms(data: Any, today: dt.date) -> list[ExceptionForm]:
    rows = list(OpeningException.objects.filter(date__gte=today))
    initial: list[dict[str, Any]] = [{"date": row.date, "opens": row.opens, "closes": row.closes, "reason": row.reason} for row in rows]
    return [ExceptionForm(data, prefix=f"x{place}", initial=values) for place, values in enumerate([*initial, *([{}] * EMPTY_EXCEPTIONS)])]
