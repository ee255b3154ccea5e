"""A new product: a photo, a price, a name; the rest can come later."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.backoffice.category_forms import new_category_field
from catalog.backoffice.fields import LaterCharField, LaterIntegerField, LaterMoneyField
from catalog.backoffice.words import MISSING, vat_choices, vat_code, vat_of
from catalog.models import Condition, ProductKind
from catalog.selectors.backoffice import usual_kind, usual_vat
from catalog.selectors.categories import category_choices
from catalog.services.create_product import NewProduct
from catalog.services.stock import MAX_ON_HAND
from kit.forms import ManyPhotosField, PhotoField, set_choices


class NewProductForm(forms.Form):
    """What is needed to sell something. A draft may lack everything; `publishing` says which button was pressed."""

    use_required_attribute = False

    photo = PhotoField(label=_("Photo"), required=False)
    more_photos = ManyPhotosField(label=_("Other views"), required=False)
    price = LaterMoneyField(label=_("Price"))
    name = LaterCharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("How many are there?"), choices=ProductKind.choices, widget=forms.RadioSelect)
    quantity = LaterIntegerField(
        label=_("In stock"),
        min_value=0,
        max_value=MAX_ON_HAND,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    condition = forms.ChoiceField(label=_("Condition"), choices=Condition.choices, required=False, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Category"), required=False, widget=forms.RadioSelect)
    new_category = new_category_field()
    vat_rate = forms.ChoiceField(label=_("VAT included in the price"))

    def __init__(self, *args: Any, publishing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.publishing = publishing
        rate, is_margin = usual_vat()
        usual = vat_code(rate, is_margin=is_margin)
        set_choices(self, "vat_rate", vat_choices(usual))
        set_choices(self, "category", category_choices())
        self.initial = {"vat_rate": usual, "kind": usual_kind(), "quantity": 1, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.publishing:
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", MISSING["name"])
            if not cleaned.get("price") and "price" not in self.errors:
                self.add_error("price", MISSING["price"])
        return cleaned

    def new_product(self, image_ids: list[int], *, once: str, opened_at: dt.datetime | None) -> NewProduct:
        """Return what was typed; only when the form is valid. `once` names this very form, `opened_at` is when it was opened."""
        typed = self.cleaned_data
        quantity = typed["quantity"]
        vat_rate, is_margin = vat_of(typed["vat_rate"])
        return NewProduct(
            name=typed["name"],
            price=typed["price"],
            is_unique=typed["kind"] == ProductKind.UNIQUE,
            quantity=1 if quantity is None else quantity,
            category_id=int(typed["category"]) if typed["category"] else None,
            new_category=typed["new_category"],
            condition=typed["condition"],
            vat_rate=vat_rate,
            is_margin=is_margin,
            image_ids=tuple(image_ids),
            once=once,
            opened_at=opened_at,
        )
