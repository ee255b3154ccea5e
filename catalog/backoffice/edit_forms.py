"""The forms of a product's page: its texts, each variant, its options."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.backoffice.category_forms import new_category_field
from catalog.backoffice.fields import LaterCharField, LaterMoneyField
from catalog.backoffice.line_forms import DefectsForm, FactsForm
from catalog.backoffice.words import MISSING, vat_choices, vat_code, vat_of
from catalog.models import Condition, Option, Product, ProductImage, Variant
from catalog.rules.variants import MAX_VALUES, OptionPlan, split_values
from catalog.selectors.categories import category_choices
from catalog.services.stock import MAX_ON_HAND
from catalog.services.update_product import ProductChanges, VariantChange
from kit.forms import ManyPhotosField, MoneyField, set_choices
from kit.tenancy import current_tenant
from shops.backoffice.forms.texts import language_name

TEXTS = ("name", "hint", "description", "allergens")
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


class ProductForm(forms.Form):
    """What is said of a product, in each of the shop's languages, and what holds for all its variants."""

    use_required_attribute = False

    category = forms.ChoiceField(label=_("Category"), required=False, widget=forms.RadioSelect)
    new_category = new_category_field()
    condition = forms.ChoiceField(label=_("Condition"), required=False, choices=Condition.choices, widget=forms.RadioSelect)
    vat_rate = forms.ChoiceField(label=_("VAT included in the price"))
    unit_quantity = forms.IntegerField(
        label=_("Content"), required=False, min_value=1, max_value=1_000_000, widget=forms.TextInput(attrs=NUMERIC),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=[("", "–"), ("g", _("gram")), ("ml", _("millilitre")), ("piece", _("pieces"))]
    )
    is_featured = forms.BooleanField(label=_("Show it on the home page"), required=False)
    photos = ManyPhotosField(label=_("Add photos"), required=False)

    def __init__(self, *args: Any, product: Product, images: list[ProductImage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product, self.images = product, images
        self.languages = current_tenant().languages
        self._add_texts()
        self.vat = vat_code(product.vat_rate, is_margin=product.is_margin)
        set_choices(self, "vat_rate", vat_choices(self.vat))
        set_choices(self, "category", [("", _("No category")), *category_choices()])
        if not product.is_unique:
            del self.fields["condition"]
        self.initial = {**self._present_state(), **self.initial}

    def _add_texts(self) -> None:
        for language in self.languages:
            own = language == self.languages[0]
            self.fields[f"name_{language}"] = LaterCharField(label=_("Name"), max_length=120, required=own)
            self.fields[f"hint_{language}"] = forms.CharField(
                label=_("In a few words"), max_length=120, required=False, help_text=_("Stands under the name in lists.")
            )
            self.fields[f"description_{language}"] = forms.CharField(
                label=_("Description"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
            )
            self.fields[f"allergens_{language}"] = forms.CharField(label=_("Allergens"), max_length=200, required=False)
            for field in TEXTS:
                self.fields[f"{field}_{language}"].widget.attrs["lang"] = language
            for image in self.images:
                self.fields[f"alt_{image.pk}_{language}"] = forms.CharField(
                    label=language_name(language), max_length=200, required=False, widget=forms.TextInput(attrs={"lang": language})
                )

    def _present_state(self) -> dict[str, Any]:
        product = self.product
        texts = {f"{field}_{language}": getattr(product, f"{field}_{language}") for field in TEXTS for language in self.languages}
        alts = {f"alt_{image.pk}_{language}": getattr(image, f"alt_{language}") for image in self.images for language in self.languages}
        columns = {name: getattr(product, name) for name in ("unit_quantity", "unit", "is_featured", "condition")}
        return {**texts, **alts, **columns, "vat_rate": self.vat, "category": str(product.category_id or "")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = f"name_{self.languages[0]}"
        if self.product.is_published and not cleaned.get(own) and own not in self.errors:
            self.add_error(own, _("It is online, so it needs a name."))
        if cleaned.get("unit_quantity") and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Say in which unit the content is."))
        return cleaned

    def texts(self) -> list[dict[str, Any]]:
        """Return the fields of each language, the shop's own first, and whether its name is missing."""
        return [
            {
                "code": language,
                "name": language_name(language),
                "fields": [self[f"{field}_{language}"] for field in TEXTS],
                "is_missing": not self[f"name_{language}"].value(),
                "has_errors": any(f"{field}_{language}" in self.errors for field in TEXTS),
            }
            for language in self.languages
        ]

    def photo_rows(self) -> list[dict[str, Any]]:
        """Return each photograph with the fields that say what it shows."""
        last = len(self.images) - 1
        return [
            {
                "image": image,
                "is_first": place == 0,
                "is_last": place == last,
                "fields": [self[f"alt_{image.pk}_{language}"] for language in self.languages],
            }
            for place, image in enumerate(self.images)
        ]

    def columns(self) -> dict[str, Any]:
        """Return the product's columns as typed; only when the form is valid."""
        typed = self.cleaned_data
        columns = {f"{field}_{language}": typed[f"{field}_{language}"] for field in TEXTS for language in self.languages}
        columns["vat_rate"], columns["is_margin"] = vat_of(typed["vat_rate"])
        for name in ("unit_quantity", "unit", "is_featured", "condition"):
            if name in typed:
                columns[name] = typed[name]
        return {**columns, "category_id": int(typed["category"]) if typed["category"] else None}

    def alts(self) -> dict[int, dict[str, str]]:
        """Return what each photograph shows, as columns by image id; only when the form is valid."""
        typed = self.cleaned_data
        return {image.pk: {f"alt_{language}": typed[f"alt_{image.pk}_{language}"] for language in self.languages} for image in self.images}


class VariantForm(forms.Form):
    """The figures of one variant. The stock is only changed when a different number was typed."""

    use_required_attribute = False

    price = LaterMoneyField(label=_("Price"))
    compare_at_price = MoneyField(label=_("Former price"), required=False, min_value=1)
    on_hand = forms.IntegerField(
        label=_("In stock"), min_value=0, max_value=MAX_ON_HAND, show_hidden_initial=True, widget=forms.TextInput(attrs=NUMERIC)
    )
    sku = forms.CharField(label=_("Article code"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, variant: Variant, **kwargs: Any) -> None:
        self.variant = variant
        stock = getattr(variant, "stock", None)
        initial = {
            "price": variant.price or None,
            "compare_at_price": variant.compare_at_price,
            "on_hand": stock.on_hand if stock else 0,
            "sku": variant.sku,
        }
        super().__init__(*args, **{**kwargs, "prefix": f"v{variant.pk}", "initial": initial})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        price, former = cleaned.get("price"), cleaned.get("compare_at_price")
        if self.variant.product.is_published and not price and "price" not in self.errors:
            self.add_error("price", MISSING["price"])
        if former and price and former <= price:
            self.add_error("compare_at_price", _("The former price is higher than the price now. Leave it empty if it was never higher."))
        if self.variant.product.is_unique and (cleaned.get("on_hand") or 0) > 1:
            self.add_error("on_hand", _("One of a kind is there once at most."))
        return cleaned

    def change(self) -> VariantChange:
        """Return what was typed; only when the form is valid."""
        typed = self.cleaned_data
        return VariantChange(
            variant_id=self.variant.pk,
            price=typed["price"] or 0,
            compare_at_price=typed["compare_at_price"],
            sku=typed["sku"],
            on_hand=typed["on_hand"] if "on_hand" in self.changed_data else None,
        )


class OptionForm(forms.Form):
    """One option, its values with commas, in each of the shop's languages."""

    def __init__(self, *args: Any, axis: int, option: Option | None, **kwargs: Any) -> None:
        self.axis = axis
        self.languages = current_tenant().languages
        super().__init__(*args, **{**kwargs, "prefix": f"o{axis}", "initial": _option_texts(option, self.languages)})
        for language in self.languages:
            attrs = {"lang": language, "autocomplete": "off"}
            name = language_name(language)
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Option %(number)d in %(language)s") % {"number": axis, "language": name},
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"values_{language}"] = forms.CharField(
                label=_("Its values in %(language)s, with commas") % {"language": name},
                max_length=400,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = self.languages[0]
        values = split_values(cleaned.get(f"values_{own}", ""))
        if bool(values) != bool(cleaned.get(f"name_{own}")):
            empty = f"name_{own}" if values else f"values_{own}"
            self.add_error(empty, _("An option has a name, such as Size, and values, such as S, M, L."))
        if len(values) > MAX_VALUES or any(len(value) > 40 for value in values):
            self.add_error(f"values_{own}", _("Twenty values at most, of forty letters at most."))
        for language in self.languages[1:]:
            others = split_values(cleaned.get(f"values_{language}", ""))
            if others and len(others) != len(values):
                self.add_error(f"values_{language}", _counts_differ(len(values)))
        return cleaned

    def plan(self) -> OptionPlan | None:
        """Return the option as typed, None when there is none; only when the form is valid."""
        typed = self.cleaned_data
        if not typed[f"name_{self.languages[0]}"]:
            return None
        columns = {language: split_values(typed[f"values_{language}"]) for language in self.languages}
        count = len(columns[self.languages[0]])
        values = tuple(
            {language: (columns[language][place] if columns[language] else "") for language in self.languages} for place in range(count)
        )
        return OptionPlan(names={language: typed[f"name_{language}"] for language in self.languages}, values=values)


def _counts_differ(count: int) -> Any:
    return ngettext_lazy(
        "Give as many values as in the first language: %(count)d.", "Give as many values as in the first language: %(count)d.", count
    ) % {"count": count}


def _option_texts(option: Option | None, languages: tuple[str, ...]) -> dict[str, str]:
    if option is None:
        return {}
    values = list(option.values.all())
    texts = {f"name_{language}": getattr(option, f"name_{language}") or "" for language in languages}
    for language in languages:
        translated = [getattr(value, f"name_{language}") or "" for value in values]
        texts[f"values_{language}"] = ", ".join(translated) if all(translated) else ""
    return texts


def changes_of(form: ProductForm, variants: list[VariantForm], facts: FactsForm, defects: DefectsForm | None) -> ProductChanges:
    """Return all that was typed on the page; only when each form is valid."""
    return ProductChanges(
        columns=form.columns(),
        new_category=form.cleaned_data["new_category"],
        facts=facts.lines(),
        defects=defects.lines() if defects else None,
        variants=tuple(variant.change() for variant in variants),
        alts=form.alts(),
    )
