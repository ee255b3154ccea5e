"""What is typed about the ways to be paid, and about money that came."""

import datetime as dt
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError as NotAnIban

from kit.forms import MoneyField, OneLineField, WholeForm, set_choices
from payments.rules.statements.files import LARGEST
from payments.services.set_ways import Ways

LONGEST_BACK = dt.timedelta(days=366)


class IbanField(OneLineField):
    """An account number, with spaces or without; cleaned to capitals without spaces."""

    default_error_messages = {"invalid": _("This account number is not right: look at each group of digits once more.")}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(iban_number.validate(text, check_country=False))  # its list of banks lags behind the banks
        except NotAnIban as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error


def _days(label: Any, *, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Give a number of days."),
            "invalid": _("Write the days as a number, such as 7."),
            "min_value": _("At least %(limit_value)s."),
            "max_value": _("At most %(limit_value)s."),
        },
    )


class WaysForm(WholeForm):
    """How the shop is paid, beside online."""

    at_collection = forms.BooleanField(label=_("Customers can pay when they collect their order"), required=False)
    collection_days = _days(
        _("Days that an order waits for its customer"),
        least=0,
        most=60,
        help_text=_(
            "Then an order that is ready and not paid is canceled by itself, and the customer gets an e-mail. With 0 it waits without end."
        ),
    )
    restock = forms.BooleanField(
        label=_("What nobody collected goes back in stock by itself (for bread or flowers, leave this unticked)"), required=False
    )
    by_transfer = forms.BooleanField(label=_("Customers can pay by bank transfer"), required=False)
    iban = IbanField(
        label=_("Account number (IBAN)"),
        required=False,
        max_length=42,
        autocomplete="off",
        help_text=_("Orders that wait for their money keep the account they were told. All owners get an e-mail when it changes."),
    )
    holder = OneLineField(label=_("Name of the account’s holder"), required=False, max_length=70, help_text=_("As your bank knows it."))
    transfer_days = _days(
        _("Days to make the transfer"),
        least=2,
        most=30,
        help_text=_(
            "Two days before the end the customer is reminded. Two bank days after it the order is canceled and its stock free again."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("by_transfer"):
            if not said.get("iban") and "iban" not in self.errors:
                self.add_error("iban", _("Give the account on which you want the money."))
            if not said.get("holder") and "holder" not in self.errors:
                self.add_error("holder", _("Give the name of the account’s holder: banks compare it."))
        return said

    def ways(self) -> Ways:
        """Return what was said; only when the form is valid."""
        return Ways(**{name: self.cleaned_data[name] for name in Ways.__dataclass_fields__})


class ReceivedForm(forms.Form):
    """Money that somebody saw on the account."""

    amount = MoneyField(label=_("Amount received"), min_value=1, error_messages={"required": _("Give the amount that came.")})
    received_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose the day on which it came."), "invalid": _("Write the day as 24/12/2026.")},
    )
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)  # what had come when the page was drawn

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["received_on"].widget.attrs |= {"max": today.isoformat()}

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if not self.today - LONGEST_BACK <= day <= self.today:
            raise forms.ValidationError(_("Choose a day of the past year, today at the latest."), "far")
        return day


class StatementForm(forms.Form):
    """A statement of account as a file; when its columns are not known, which of them is what."""

    file = forms.FileField(
        label=_("Statement of your bank"),
        help_text=_("CODA or CSV, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.cod,.coda,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose the file that your bank gave you."),
            "empty": _("This file is empty."),
            "missing": _("Choose the file that your bank gave you."),
            "invalid": _("Choose the file that your bank gave you."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is too large: 2 MB at most. Ask your bank for a shorter time."), "too_large")
        return file


class ColumnsForm(forms.Form):
    """Which column of a CSV file is what; shown when its headings are no bank's that we know."""

    date = forms.TypedChoiceField(label=_("Column with the day"), coerce=int, required=False, empty_value=None)
    amount = forms.TypedChoiceField(label=_("Column with the amount"), coerce=int, required=False, empty_value=None)
    name = forms.TypedChoiceField(label=_("Column with the name of who paid"), coerce=int, required=False, empty_value=None)
    words = forms.TypedChoiceField(label=_("Column with the communication"), coerce=int, required=False, empty_value=None)

    def __init__(self, sent: Any = None, *, headings: list[str]) -> None:
        super().__init__(sent, prefix="column")
        for name in self.fields:
            set_choices(self, name, [("", "–"), *((place, heading or f"{place + 1}") for place, heading in enumerate(headings))])


MOST_COLUMNS = 60


def chosen_columns(sent: Any) -> dict[str, int] | None:
    """Return the columns that were chosen, by what they are; None when date or amount was not."""
    form = ColumnsForm(sent, headings=[""] * MOST_COLUMNS)
    if not form.is_valid():
        return None
    chosen = {name: place for name, place in form.cleaned_data.items() if place is not None}
    return chosen if {"date", "amount"} <= chosen.keys() else None
