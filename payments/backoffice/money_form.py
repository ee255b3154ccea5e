"""Which days the page "Money" and its export are about."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.rules.periods import LONGEST, NAMED, Period, named_period

EARLIEST = dt.date(2020, 1, 1)
WRITTEN = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]  # a browser sends the first; the others are typed, in any language


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=WRITTEN,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day as 24/12/2026.")},
    )


class DaysForm(forms.Form):
    """From one day to another, both included."""

    first = _day(_("From"))
    last = _day(_("To"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and not EARLIEST <= first <= EARLIEST.replace(year=2100):
            self.add_error("first", _("Choose a day from 2020 on."))
        elif first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("last", _("At most a year at once."))
        return said


def read_period(sent: Any, *, today: dt.date) -> tuple[Period, DaysForm]:
    """
    Return the period that was asked for, and the form of the days, bound when it was filled in.

    What can't be read gives this month, with the form's message.
    """
    name = sent.get("period", "")
    if name == "days" or "first" in sent or "last" in sent:
        form = DaysForm(sent)
        if form.is_valid():
            return Period("days", form.cleaned_data["first"], form.cleaned_data["last"]), form
        return named_period("this_month", today=today), form
    period = named_period(name if name in NAMED else "this_month", today=today)
    return period, DaysForm(initial={"first": period.first, "last": period.last})
