"""How customers get their order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kit.forms import MoneyField
from shops.backoffice.forms.columns import ColumnsForm
from shops.backoffice.forms.texts import language_name
from shops.models import ShippingKind, ShippingMethod
from shops.services.update_shipping import ShippingChange

MAX_FEE = 100_00  # cents


class ShippingForm(ColumnsForm):
    """One way to get an order. A delivery that is not offered yet is a form without a row."""

    is_active = forms.BooleanField(label=_("We offer this"), required=False)
    price = MoneyField(
        label=_("Costs"), required=False, max_value=MAX_FEE, help_text=_("The same for every order, VAT included. 0 is free.")
    )

    def __init__(self, data: QueryDict | None, *, method: ShippingMethod, languages: tuple[str, ...]) -> None:
        self.method, self.languages = method, languages
        prefix = f"m{method.pk or 'new'}"
        is_sent = any(name.startswith(f"{prefix}-") for name in data or ())  # it was not, if the page did not have it yet
        super().__init__(data if is_sent else None, prefix=prefix)
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
        self.remember_shown()

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
        if self.method.pk is None and not self.cleaned_data["is_active"]:
            return None
        return ShippingChange(self.method.pk, self.method.kind, self.columns(), self.seen_columns())

    def columns_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values, "price": values.get("price") or 0}

    def fields_of(self, column: str, value: Any) -> dict[str, Any]:
        return {column: value} if column in self.fields else {}
