"""What must be known to open a shop, wherever it is asked: in the admin and in a shell."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField
from landing.addresses import Finding, address_for, look_up_address
from landing.communes import postcode_of
from landing.services.open_own_shop import OwnShop
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
            "The part before the platform’s own domain. The former address stays the shop’s own and leads to the new one, for good."
        ),
    )

    def clean_subdomain(self) -> str:
        return _usable(self.cleaned_data["subdomain"])


class NewShopForm(forms.Form):
    """A shop and its owner. The address may be one that a crash left half made; `open_shop` knows whose it is."""

    name = OneLineField(label=_("Name of the shop"), max_length=80)
    subdomain = forms.CharField(
        label=_("Address"), max_length=63, help_text=_("The part before the platform’s own domain, such as sous-verre.")
    )
    owner_email = forms.EmailField(label=_("E-mail of the owner"), max_length=254)
    owner_name = OneLineField(label=_("Name of the owner"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("The shop’s own language"), choices=settings.LANGUAGES, initial="fr")
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


class EmailForm(forms.Form):
    """Who wants to open a shop."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a code to it, and nothing else. No password needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address: the code goes there."),
            "invalid": _("An e-mail address looks like name@example.be."),
        },
    )


class OwnShopForm(forms.Form):
    """The four questions: what is it called, what do you sell, where, in which language."""

    use_required_attribute = False

    name = OneLineField(label=_("The name of your shop"), max_length=80, error_messages={"required": _("A shop has a name.")})
    subdomain = OneLineField(label=_("Its address"), max_length=63, required=False)
    trade = forms.ChoiceField(
        label=_("What do you sell?"),
        choices=Trade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest; you can change everything later.")},
    )
    postcode = OneLineField(
        label=_("In which postcode is your shop?"),
        max_length=8,
        autocomplete="postal-code",
        inputmode="numeric",
        error_messages={"required": _("Write the four digits of the postcode.")},
    )
    language = forms.ChoiceField(
        label=_("In which language do you write?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("French and Dutch are both offered to your customers from the start."),
    )

    def clean_postcode(self) -> str:
        digits = postcode_of(self.cleaned_data["postcode"])
        if not digits:
            raise forms.ValidationError(_("A Belgian postcode has four digits, such as 1000."), "postcode")
        return digits

    def clean(self) -> dict[str, Any]:
        """Find the address: the one typed, else the one the name makes."""
        cleaned = super().clean() or {}
        if "name" not in cleaned or "subdomain" not in cleaned:
            return cleaned
        address = look_up_address(cleaned["subdomain"]) if cleaned["subdomain"] else address_for(cleaned["name"])
        cleaned["subdomain"] = address.label
        if address.finding in (Finding.SHAPE, Finding.RESERVED):
            self.add_error("subdomain", forms.ValidationError(str(address.why_not), code=address.finding))
        return cleaned

    def wished(self) -> OwnShop:
        """Return what was asked for; only after is_valid(). Whether the address is taken, `open_own_shop` finds out."""
        return OwnShop(**self.cleaned_data)


def _usable(subdomain: str) -> str:
    address = look_up_address(subdomain)
    if address.finding in (Finding.SHAPE, Finding.RESERVED):
        raise forms.ValidationError(str(address.why_not), code=address.finding)
    return address.label
