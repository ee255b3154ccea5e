"""How customers get their order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import MoneyField
from shops.backoffice.forms.texts import language_name
from shops.models import ShippingKind, ShippingMethod
from shops.services.update_shipping import ShippingChange

MAX_FEE = 100_00  # cents


class ShippingForm(forms.Form):
    """One way to get an order. A delivery that is not offered yet is a form without a row."""

    is_active = forms.BooleanField(label=_("We offer this"), required=False)
    price = MoneyField(
        label=_("Costs"), required=False, max_value=MAX_FEE, help_text=_("The same for every order, VAT included. 0 is free.")
    )

    def __init__(self, *args: Any, method: ShippingMethod, languages: tuple[str, ...], **kwargs: Any) -> None:
        self.method, self.languages = method, languages
        super().__init__(*args, **{**kwargs, "prefix": f"m{method.pk or 'new'}"})
        self.initial = {"is_active": method.is_active, "price": method.price, **self.initial}
        if method.kind == ShippingKind.PICKUP:
            del self.fields["price"]
        for language in languages:
            name = language_name(language)
            attrs = {"lang": language}
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": name}, max_length=80, required=False, widget=forms.TextInput(attrs=attrs)
            )
            self.fields[f"description_{language}"] = forms.CharField(
                label=_("Explanation in %(language)s") % {"language": name},
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )
            for column in ("name", "description"):
                self.initial[f"{column}_{language}"] = getattr(method, f"{column}_{language}")

    @property
    def is_pickup(self) -> bool:
        return bool(self.method.kind == ShippingKind.PICKUP)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = f"name_{self.languages[0]}"
        if cleaned.get("is_active") and not cleaned.get(own) and own not in self.errors:
            self.add_error(own, _("Give it a name that customers understand."))
        if cleaned.get("is_active") and "price" in self.fields and cleaned.get("price") is None and "price" not in self.errors:
            self.add_error("price", _("Say what it costs; 0 is free."))
        return cleaned

    def change(self) -> ShippingChange | None:
        """Return what was typed, None for a delivery that stays unoffered; only when the form is valid."""
        typed = self.cleaned_data
        if self.method.pk is None and not typed["is_active"]:
            return None
        texts = {name: value for name, value in typed.items() if name.startswith(("name_", "description_"))}
        return ShippingChange(self.method.pk, self.method.kind, typed["is_active"], typed.get("price") or 0, texts)
