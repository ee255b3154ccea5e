"""What must be known to open a shop, wherever it is asked: in the admin and in a shell."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField
from landing.addresses import Finding, look_up_address
from tenants.models import Trade


@dataclass(frozen=True, slots=True)
class NewShop:
    """The arguments of open_shop."""

    name: str
    subdomain: str
    owner_email: str
    owner_name: str
    language: str
    languages: tuple[str, ...]
    trade: str


class NewAddressForm(forms.Form):
    """Another subdomain for a shop; one that it had before may be taken back, so `rename_shop` says whose it is."""

    subdomain = forms.CharField(
        label=_("New address"),
        max_length=63,
        help_text=_(
            "The part before the platform's own domain. The former address stays the shop's own and leads to the new one, for good."
        ),
    )

    def clean_subdomain(self) -> str:
        return _usable(self.cleaned_data["subdomain"])


class NewShopForm(forms.Form):
    """A shop and its owner. The address may be one that a crash left half made; `open_shop` knows whose it is."""

    name = OneLineField(label=_("Name of the shop"), max_length=80)
    subdomain = forms.CharField(
        label=_("Address"), max_length=63, help_text=_("The part before the platform's own domain, such as sous-verre.")
    )
    owner_email = forms.EmailField(label=_("E-mail of the owner"), max_length=254)
    owner_name = OneLineField(label=_("Name of the owner"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("The shop's own language"), choices=settings.LANGUAGES, initial="fr")
    languages = forms.MultipleChoiceField(
        label=_("Languages offered to customers"), choices=settings.LANGUAGES, initial=["fr", "nl"], widget=forms.CheckboxSelectMultiple
    )
    trade = forms.ChoiceField(label=_("Trade"), choices=[("", _("Not said")), *Trade.choices], required=False)

    def clean_subdomain(self) -> str:
        return _usable(self.cleaned_data["subdomain"])

    def new_shop(self) -> NewShop:
        """Return what was asked for; only after is_valid(). The shop's own language comes first."""
        given: dict[str, Any] = dict(self.cleaned_data)
        own = given["language"]
        given["languages"] = (own, *(code for code in given["languages"] if code != own))
        return NewShop(**given)


def _usable(subdomain: str) -> str:
    address = look_up_address(subdomain)
    if address.finding in (Finding.SHAPE, Finding.RESERVED):
        raise forms.ValidationError(str(address.why_not), code=address.finding)
    return address.label
