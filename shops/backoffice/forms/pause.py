"""When a shop that pauses takes orders again."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shops.rules.standing import LONGEST_PAUSE


class PauseForm(forms.Form):
    """The first day on which customers can order again."""

    until = forms.DateField(
        label=_("We are back on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("From that day on customers can order again; you need not do anything."),
        error_messages={"required": _("Choose the day on which you are back."), "invalid": _("Write the day as 24/12/2026.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        first, last = today + dt.timedelta(days=1), today + LONGEST_PAUSE
        self.fields["until"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day after today."), "past")
        if until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day within a year."), "far")
        return until
