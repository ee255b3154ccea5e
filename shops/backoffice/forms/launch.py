"""The page that opens the shop: for each thing that is missing, the one field that mends it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import set_choices
from shops.backoffice.forms.identity import IdentityForm
from shops.models import EnterpriseCourt, LegalForm, ShopSettings

REQUIRED = {
    "legal_name": _("Write the name under which you sell."),
    "legal_form": _("Choose the form, or write another one under Address and legal details."),
    "enterprise_number": _("Write the ten digits of your enterprise number."),
    "court": _("Choose the court of your registered office."),
    "street": _("Write the street and the number."),
    "postcode": _("Write the four digits of the postcode."),
    "city": _("Write the municipality."),
    "phone": _("Write a phone number under which customers reach you."),
    "email": _("Write an e-mail address under which customers reach you."),
}
VAT_NOTES = {
    "liable": {
        "fr": "Prix TVA comprise.",
        "nl": "Prijzen inclusief btw.",
        "en": "Prices include VAT.",
        "de": "Preise inklusive MwSt.",
    },
    "exempt": {
        "fr": "Régime particulier de la franchise de taxe\u202f: TVA non applicable.",
        "nl": "Bijzondere vrijstellingsregeling voor kleine ondernemingen: btw niet toepasselijk.",
        "en": "Special exemption scheme for small businesses: no VAT is charged.",
        "de": "Sonderregelung der Steuerbefreiung für Kleinunternehmen: keine MwSt.",
    },
}


class VatForm(forms.Form):
    """How the shop stands with VAT; the sentence at the foot of each page follows, in every language."""

    vat = forms.ChoiceField(
        label=_("How does your shop stand with VAT?"),
        widget=forms.RadioSelect,
        choices=[
            ("liable", _("My prices include VAT, and I declare it")),
            ("exempt", _("Small business under the exemption scheme: I charge no VAT")),
        ],
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )

    def columns(self) -> dict[str, Any]:
        return {f"vat_note_{code}": text for code, text in VAT_NOTES[self.cleaned_data["vat"]].items()}


class AppointmentForm(forms.Form):
    """No fixed hours."""

    by_appointment = forms.BooleanField(
        label=_("We receive by appointment"), error_messages={"required": _("Tick it, or write your opening hours.")}
    )

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CardsForm(forms.Form):
    """One electronic way to pay, in the shop."""

    takes_cards = forms.BooleanField(
        label=_("At our counter one can pay by card or by phone"),
        error_messages={"required": _("Tick it, or set up payment online.")},
    )

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OneFieldForm(IdentityForm):
    """One field of the page of address and legal details, with its own checks; here it must be given."""

    def __init__(self, *args: Any, only: str, settings: ShopSettings, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, settings=settings, languages=languages, **kwargs)
        name = only if only in self.fields else f"{only}_{languages[0]}"
        self.fields = {name: self.fields[name]}
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = REQUIRED[only]
        if only == "legal_form":
            set_choices(self, "legal_form", [("", _("Choose")), *LegalForm.choices])
        if only == "court":
            set_choices(self, "court", [("", _("Choose")), *EnterpriseCourt.choices])

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


Form = VatForm | AppointmentForm | CardsForm | OneFieldForm
_OWN: dict[str, Callable[..., Form]] = {"vat": VatForm, "hours": AppointmentForm, "pay": CardsForm}


def form_of(key: str, data: Any = None, *, settings: ShopSettings, languages: tuple[str, ...]) -> Form:
    """
    Return the form of one requirement.

    :raises LookupError: if there is none under this key
    """
    if key in _OWN:
        return _OWN[key](data, prefix=key)
    if key not in REQUIRED:
        raise LookupError(key)
    return OneFieldForm(data, prefix=key, only=key, settings=settings, languages=languages)


def is_filled(key: str, data: Mapping[str, str]) -> bool:
    """Say whether something was typed or chosen in the form of a requirement."""
    return any(value.strip() for name, value in data.items() if name.startswith(f"{key}-"))
