"""Where the shop is, and who it is for the law."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

from kit.forms import OneLineField, WholeForm
from shops.backoffice.forms.texts import language_name, text_field
from shops.models import ShopSettings
from shops.rules.business_number import formatted_enterprise_number

PLAIN = ("street", "postcode", "phone", "email", "legal_name", "legal_form", "enterprise_number")
IN_EACH_LANGUAGE = ("city", "how_to_get_there", "vat_note")


class IdentityForm(WholeForm):
    """Address, ways to reach the shop, and what the law wants on every page."""

    street = forms.CharField(
        label=_("Street and number"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("An e-mail address looks like name@example.be.")},
    )
    legal_name = OneLineField(label=_("Legal name"), max_length=120, required=False)
    legal_form = forms.CharField(
        label=_("Legal form and register"), max_length=80, required=False, help_text=_("Such as: SRL, RPM Brussels.")
    )
    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Ten digits, such as 0123.456.749. It stands at the foot of each page, as the law asks."),
    )  # fmt: skip

    def __init__(self, *args: Any, settings: ShopSettings, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        self.initial = {**{name: getattr(settings, name) for name in PLAIN}, **self.initial}
        self.initial["enterprise_number"] = formatted_enterprise_number(settings.enterprise_number)
        for language in languages:
            for column in IN_EACH_LANGUAGE:
                self.fields[f"{column}_{language}"] = text_field(column, language)
                self.initial.setdefault(f"{column}_{language}", getattr(settings, f"{column}_{language}"))

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

    def texts(self) -> list[dict[str, Any]]:
        """Return the fields that exist in each language."""
        return [
            {"name": language_name(language), "fields": [self[f"{column}_{language}"] for column in IN_EACH_LANGUAGE]}
            for language in self.languages
        ]
