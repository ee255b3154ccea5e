"""Where the shop is, and who it is for the law."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

from kit.forms import OneLineField, PhoneField, WholeForm, set_choices
from shops.backoffice.forms.columns import ColumnsForm
from shops.backoffice.forms.texts import language_name, text_field
from shops.models import EnterpriseCourt, LegalForm, ShopSettings
from shops.rules.business_number import formatted_enterprise_number
from shops.rules.legal_form import code_of

PLAIN = (
    "postcode",
    "phone",
    "email",
    "legal_name",
    "enterprise_number",
    "court",
    "professional_title",
    "supervisory_authority",
    "by_appointment",
    "takes_cards",
)
OTHER = "other"
IN_EACH_LANGUAGE = ("street", "city", "how_to_get_there", "vat_note")


class IdentityForm(WholeForm, ColumnsForm):
    """Address, ways to reach the shop, and what the law wants on every page."""

    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    phone = PhoneField(label=_("Phone"), max_length=30, required=False, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("An e-mail address looks like name@example.be.")},
    )
    legal_name = OneLineField(label=_("Legal name"), max_length=120, required=False)
    legal_form = forms.ChoiceField(label=_("Legal form"), required=False)
    other_legal_form = OneLineField(
        label=_("Another legal form"), max_length=80, required=False, help_text=_("Only if yours is not in the list.")
    )
    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Ten digits, such as 0123.456.749. It stands at the foot of each page, as the law asks."),
    )  # fmt: skip
    court = forms.ChoiceField(
        label=_("Register of legal persons: which court?"),
        required=False,
        help_text=_("For companies and associations: the enterprise court of your registered office. Your bookkeeper knows it."),
    )
    professional_title = OneLineField(
        label=_("Professional title"),
        max_length=120,
        required=False,
        help_text=_("With the country that granted it, such as “optician (Belgium)”, and your number if you have one."),
    )
    supervisory_authority = OneLineField(
        label=_("Who supervises your trade"),
        max_length=120,
        required=False,
        help_text=_("The authority or professional body, such as “Professional Institute of Real Estate Agents (IPI/BIV)”."),
    )
    by_appointment = forms.BooleanField(label=_("We receive by appointment"), required=False)
    takes_cards = forms.BooleanField(label=_("At our counter one can pay by card or by phone"), required=False)

    def __init__(self, *args: Any, settings: ShopSettings, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        self.initial = {**{name: getattr(settings, name) for name in PLAIN}, **_legal_form_as_chosen(settings.legal_form), **self.initial}
        set_choices(self, "legal_form", [("", _("Not said")), *LegalForm.choices, (OTHER, _("Another one"))])
        set_choices(self, "court", [("", _("Not said")), *EnterpriseCourt.choices])
        self.initial["enterprise_number"] = formatted_enterprise_number(settings.enterprise_number)
        for language in languages:
            for column in IN_EACH_LANGUAGE:
                self.fields[f"{column}_{language}"] = text_field(column, language)
                self.initial.setdefault(f"{column}_{language}", getattr(settings, f"{column}_{language}"))
        self.remember_shown()

    def clean_postcode(self) -> str:
        digits = re.sub(r"^B(E)?-?|\s", "", self.cleaned_data["postcode"], flags=re.IGNORECASE)
        if digits and not re.fullmatch(r"[1-9]\d{3}", digits, flags=re.ASCII):
            raise forms.ValidationError(_("A Belgian postcode has four digits, such as 1000."), "postcode")
        return digits

    def clean_enterprise_number(self) -> str:
        """Return the ten digits; their last two are computed from the others, so a slip of the finger shows."""
        typed = self.cleaned_data["enterprise_number"]
        if not typed:
            return ""
        try:
            return str(vat.validate(typed))
        except InvalidChecksum as error:
            raise forms.ValidationError(
                _("One digit of this number is mistyped: its last two digits do not fit the others."), "checksum"
            ) from error
        except ValidationError as error:
            raise forms.ValidationError(
                _("An enterprise number has ten digits and begins with 0 or 1, such as 0123.456.749."), "shape"
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("legal_form") == OTHER and not cleaned.get("other_legal_form") and "other_legal_form" not in self.errors:
            self.add_error("other_legal_form", _("Write which one it is."))
        return cleaned

    def columns_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings' columns; a legal form that is in the list is stored as its code."""
        columns = {name: value for name, value in values.items() if name != "other_legal_form"}
        if columns["legal_form"] == OTHER:
            columns["legal_form"] = code_of(values["other_legal_form"])
        return {**columns, "enterprise_number": re.sub(r"\D", "", columns["enterprise_number"])}

    def fields_of(self, column: str, value: Any) -> dict[str, Any]:
        if column == "enterprise_number":
            return {column: formatted_enterprise_number(value)}
        return _legal_form_as_chosen(value) if column == "legal_form" else {column: value}

    def texts(self) -> list[dict[str, Any]]:
        """Return the fields that exist in each language."""
        return [
            {"name": language_name(language), "fields": [self[f"{column}_{language}"] for column in IN_EACH_LANGUAGE]}
            for language in self.languages
        ]


def _legal_form_as_chosen(stored: str) -> dict[str, str]:
    """Return the stored form, a code or other words, as the two fields show it."""
    if stored in {"", *LegalForm.values}:
        return {"legal_form": stored, "other_legal_form": ""}
    return {"legal_form": OTHER, "other_legal_form": stored}
