"""The forms of a product's page: what is said of it, and the figures of each variant."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.backoffice.category_forms import new_category_field
from catalog.backoffice.fields import LaterCharField, LaterMoneyField
from catalog.backoffice.line_forms import DefectsForm, FactsForm
from catalog.backoffice.words import MISSING, vat_choices, vat_code, vat_of
from catalog.models import Condition, Product, ProductImage, Variant
from catalog.selectors.categories import category_choices
from catalog.services.stock import MAX_ON_HAND
from catalog.services.update_product import ProductChanges, VariantChange
from kit.forms import ManyPhotosField, MoneyField, set_choices
from kit.tenancy import current_tenant
from shops.backoffice.claims import makes_claim, note_green_claims
from shops.backoffice.forms.texts import language_name
from shops.backoffice.seen import ShownForm

TEXTS = ("name", "hint", "description", "allergens")
FIELD_OF = {"is_margin": "vat_rate", "category_id": "category"}  # of columns that are called otherwise on the page
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


class ProductForm(ShownForm):
    """What is said of a product, in each of the shop's languages, and what holds for all its variants."""

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
        note_green_claims(self, self._text_names(self.languages))
        self.remember_shown()

    def _text_names(self, languages: Iterable[str]) -> list[str]:
        return [f"{field}_{language}" for language in languages for field in TEXTS]

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
        return {
            **texts,
            **alts,
            **columns,
            "vat_rate": vat_code(product.vat_rate, is_margin=product.is_margin),
            "category": str(product.category_id or ""),
        }

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
                "has_claims": makes_claim(self, self._text_names([language])),
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

    def columns(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return values of fields, such as those that were changed, as the product's columns."""
        texts = [f"{field}_{language}" for field in TEXTS for language in self.languages]
        columns = {name: values[name] for name in (*texts, "unit_quantity", "unit", "is_featured", "condition") if name in values}
        if "vat_rate" in values:
            columns["vat_rate"], columns["is_margin"] = vat_of(values["vat_rate"])
        if "category" in values:
            columns["category_id"] = int(values["category"]) if values["category"] else None
        return columns

    def alts(self, values: dict[str, Any]) -> dict[int, dict[str, str]]:
        """Return values of fields that say what a photograph shows, as columns by image id."""
        columns = {
            image.pk: {f"alt_{language}": values[name] for language in self.languages if (name := f"alt_{image.pk}_{language}") in values}
            for image in self.images
        }
        return {image_id: texts for image_id, texts in columns.items() if texts}

    def say_columns_changed(self, columns: Iterable[str]) -> None:
        """Say beside the fields of these columns of the product what they are now."""
        self.product.refresh_from_db()
        present = self._present_state()
        self.say_changed({(name := FIELD_OF.get(column, column)): present[name] for column in columns})


class VariantForm(ShownForm):
    """The figures of one variant."""

    price = LaterMoneyField(label=_("Price"))
    compare_at_price = MoneyField(label=_("Former price"), required=False, min_value=1)
    on_hand = forms.IntegerField(label=_("In stock"), min_value=0, max_value=MAX_ON_HAND, widget=forms.TextInput(attrs=NUMERIC))
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
        self.remember_shown()

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
        """Return what was changed; only when the form is valid."""
        columns, seen = self.changed(), self.seen()
        for figures in (columns, seen):
            if "price" in figures:
                figures["price"] = figures["price"] or 0
        on_hand = columns.pop("on_hand", None)
        return VariantChange(variant_id=self.variant.pk, columns=columns, on_hand=on_hand, seen=seen)


def changes_of(form: ProductForm, variants: list[VariantForm], facts: FactsForm, defects: DefectsForm | None) -> ProductChanges:
    """Return all that was changed on the page; only when each form is valid."""
    shown = {"facts": facts.seen_lines(), "defects": defects.seen_lines() if defects else None}
    return ProductChanges(
        columns=form.columns(form.changed()),
        seen=form.columns(form.seen()),
        new_category=form.cleaned_data["new_category"],
        facts=facts.lines(),
        defects=defects.lines() if defects else None,
        seen_lines={name: lines for name, lines in shown.items() if lines is not None},
        variants=tuple(variant.change() for variant in variants if variant.has_changed()),
        alts=form.alts(form.changed()),
        seen_alts=form.alts(form.seen()),
    )
