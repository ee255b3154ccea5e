"""What the shop says, in each of its languages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField, WholeForm, set_choices
from shops.backoffice.claims import makes_claim, note_green_claims
from shops.backoffice.forms.columns import ColumnsForm
from shops.models import ShopSettings

ONE_LINE = ("tagline", "announcement", "hero_title", "story_title")
LONG = ("hero_text", "story_text")
ORDER = ("tagline", "announcement", "hero_title", "hero_text", "story_title", "story_text")
HELP = {
    "tagline": _("One line: what you sell, and where."),
    "announcement": _("A line at the top of every page, for news. Empty: no line."),
}


def language_name(code: str) -> str:
    """Return a language's name in the language of the page, as it stands in a sentence's beginning."""
    return str(get_language_info(code)["name_translated"]).capitalize()


def text_field(column: str, language: str, *, is_long: bool = False) -> forms.CharField:
    """Return the field of a settings column in one language, with the column's own label and length."""
    model_field: Any = ShopSettings._meta.get_field(column)  # noqa: SLF001 -- Django's documented way
    attrs: dict[str, Any] = {"lang": language}
    widget = forms.Textarea(attrs={**attrs, "rows": 3}) if is_long else forms.TextInput(attrs=attrs)
    label = str(model_field.verbose_name)
    field_class = forms.CharField if is_long else OneLineField
    return field_class(
        label=label[:1].upper() + label[1:],
        max_length=model_field.max_length,
        required=False,
        widget=widget,
        help_text=HELP.get(column, ""),
    )


class TextsForm(WholeForm, ColumnsForm):
    """Name, languages and texts of the shop."""

    name = OneLineField(label=_("Name of the shop"), max_length=80, error_messages={"required": _("A shop has a name.")})
    languages = forms.MultipleChoiceField(
        label=_("Languages of the shop"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Customers choose among them.")
    )

    def __init__(self, *args: Any, settings: ShopSettings, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.offered = languages[0], languages
        others = [code for code, _name in django_settings.LANGUAGES if code != self.own]
        set_choices(self, "languages", [(code, language_name(code)) for code in others])
        self.initial = {"name": settings.name, "languages": list(languages[1:]), **self.initial}
        for language in languages:
            for column in ORDER:
                self.fields[f"{column}_{language}"] = text_field(column, language, is_long=column in LONG)
                self.initial.setdefault(f"{column}_{language}", getattr(settings, f"{column}_{language}"))
        note_green_claims(self, [f"{column}_{language}" for language in languages for column in ORDER])
        self.remember_shown()

    def texts(self) -> list[dict[str, Any]]:
        """Return the fields of each language, the shop's own first."""
        return [
            {
                "name": language_name(language),
                "fields": [self[f"{column}_{language}"] for column in ORDER],
                "is_missing": not self[f"hero_title_{language}"].value(),
                "has_errors": any(f"{column}_{language}" in self.errors for column in ORDER),
                "has_claims": makes_claim(self, [f"{column}_{language}" for column in ORDER]),
            }
            for language in self.offered
        ]

    def columns_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name != "languages"}

    def chosen_languages(self) -> tuple[str, ...] | None:
        """Return the languages as ticked, the shop's own first, None when that was not touched; only when the form is valid."""
        if self.shown() and "languages" not in self.changed_data:
            return None
        return (self.own, *(code for code in self.cleaned_data["languages"] if code != self.own))
